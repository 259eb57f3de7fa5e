"""Training looks n-grams up as the reader does at run time: both against the slow twin."""

import numpy as np
import pytest
from reference import transducer

from textmend.training.clauses import Classes, clause_rows
from textmend.training.encoding import LINE_END, Tables, encode, ngrams
from textmend.training.features import OBSERVED_KINDS, SLOT_BITS, WRITTEN_KINDS, Memory, hash_ids

IDS = np.array([0, 1, 2, 3, 6999, 65535, 400, 5], np.uint16)
SYMBOLS = 4


@pytest.mark.parametrize("kind", [0, 1, 3, 8, 13])
@pytest.mark.parametrize("size", [2, 3, 4])
def test_hashes_are_those_of_the_twin(kind, size):
    columns = [np.roll(IDS, k) for k in range(size)]
    found = hash_ids(kind, *columns)
    expected = [
        transducer.hash_ids(kind, [int(i) for i in gram]) for gram in zip(*columns, strict=False)
    ]
    assert found.tolist() == expected


def test_slots_are_those_of_the_twin():
    assert 1 << SLOT_BITS == transducer.SLOTS
    assert transducer.LINE_END == LINE_END


def test_the_most_frequent_owns_a_slot():
    often, seldom, once = (np.uint64(7 + (k << 40)) for k in (2, 4, 6))
    memory = Memory.of(np.array([often] * 5 + [seldom] * 4 + [once], np.uint64))
    assert memory.rows(np.array([often, seldom, once])).tolist() == [7, 0, 0]
    assert Memory.of(np.array([once])).fingerprints.max() == 0


@pytest.fixture
def document():
    """Return ids and what is dropped of them: symbols only, here and there two in a row."""
    rng = np.random.default_rng(3)
    text = rng.integers(LINE_END, 12, 200).astype(np.uint16)
    is_symbol = (text >= transducer.FIRST_SYMBOL) & (text < transducer.FIRST_SYMBOL + SYMBOLS)
    return text, is_symbol & (rng.random(200) < 0.7)


@pytest.fixture
def classes():
    """Return those of ids that the documents have: some are marks."""
    return Classes(["<pad>", "<unk>", "\n", *"，。“”《》天地人"])


@pytest.fixture
def tables(document):
    around, behind = ngrams(*document)
    return Tables(Memory.of(around, least=2), Memory.of(behind, least=2))


def twin(memory):
    """Return the twin of a table whose only column holds the number of the row."""
    rows = np.arange(transducer.SLOTS)[:, None].astype(np.int64)
    return transducer.Memory(memory.fingerprints, rows, 1.0)


def test_rows_around_gaps_are_those_of_the_twin(document, tables, classes):
    encoded = encode(*document, np.full(SYMBOLS, 0.1, np.float32), tables, classes)
    ids = [LINE_END, LINE_END, *encoded.observed.tolist(), LINE_END]
    table = twin(tables.observed)
    assert encoded.memory.shape == (len(encoded.observed), OBSERVED_KINDS)
    assert encoded.memory.any()
    for at, rows in enumerate(encoded.memory.tolist()):
        b2, b1, a0, a1 = ids[at : at + 4]
        grams = [(b1, a0), (b2, b1, a0), (b1, a0, a1), (b2, b1, a0, a1)]
        assert rows == [int(table.row(kind, gram)[0]) for kind, gram in enumerate(grams)]


def test_rows_of_what_was_written_are_those_of_the_twin(document, tables, classes):
    text, dropped = document
    encoded = encode(text, dropped, np.full(SYMBOLS, 0.1, np.float32), tables, classes)
    ids = [LINE_END] * 4 + text.tolist()
    after = [*encoded.observed.tolist(), LINE_END]
    table = twin(tables.written)
    assert encoded.written.shape == (len(encoded.gap), WRITTEN_KINDS)
    assert encoded.written.any()
    for step, (gap, rows) in enumerate(
        zip(encoded.gap.tolist(), encoded.written.tolist(), strict=False)
    ):
        line = ids[: step + 4][::-1]
        line = line[: line.index(LINE_END)] + [LINE_END] * 4
        y1, y2, y3, y4 = line[:4]
        a0, a1 = after[gap], after[gap + 1]
        grams = [(y2, y1), (y3, y2, y1), (y4, y3, y2, y1), (y1, a0), (y2, y1, a0), (y1, a0, a1)]
        assert rows == [int(table.row(8 + kind, gram)[0]) for kind, gram in enumerate(grams)]
        assert encoded.history[step].tolist() == [y1, y2, y3]


CHARACTERS = ["<pad>", "<unk>", "\n", *"、，。？；：“”《》（）天地人的"]


@pytest.mark.parametrize("seed", range(4))
def test_places_in_clauses_are_those_of_the_twin(seed):
    rng = np.random.default_rng(seed)
    shares = np.array([0, 1, 1, *[2] * 12, *[200 * 0.9**seed] * 4])
    text = rng.choice(len(CHARACTERS), 1500, p=shares / shares.sum()).astype(np.uint16)
    copied = rng.random(1500) < 0.6
    rows = clause_rows(text, np.cumsum(copied) - copied, Classes(CHARACTERS))
    steps = [(CHARACTERS[i], bool(kept)) for i, kept in zip(text, copied, strict=True)]
    starts = [0, *(np.flatnonzero(text == LINE_END) + 1).tolist()]
    for step, found in enumerate(rows.tolist()):
        start = max(s for s in starts if s <= step)
        assert tuple(found) == transducer.place_of(steps[start:step])
