"""The native encoder and search against slow ones, which try every way to fill the gaps."""

from __future__ import annotations

import collections
import itertools
import tempfile
from pathlib import Path

import numpy as np
import pytest

from reference import transducer
from reference.encoder import Block, Encoder
from reference.transducer import SLOTS, Memory, Network, Prior, Recall, posteriors
from textmend import _native
from textmend.model import ModelFile, NgramModel, vocabulary_section, write_model
from textmend.reading.profile import profile_of

SYMBOLS = "的，"
OTHERS = "教育局。、；：“”《》（）"
HIDDEN, MEMORY, HISTORY = 5, 2, 3
WIDTH, BLOCKS, HEADS = 12, 2, 3
LINES = ["教育的局", "教的，育局", "局，教育", "的教育，"]
OWN_LINES = ["教，育", "局的教，", "的的局"]
OWN_WEIGHT = 0.3
CLAUSE_ROWS, RECALL, PRIOR = 152, 3, 4
RATES = np.array([0.08, 0.002], np.float32)
PROFILE = profile_of(np.array([1, 0]), 300, RATES)


def floats(rng: np.random.Generator, *shape: int) -> transducer.Floats:
    return rng.normal(0, 0.7, shape).astype(np.float32)


def memory(rng: np.random.Generator) -> Memory:
    """Return a table that owns about half of what falls into it."""
    fingerprints = np.zeros(SLOTS, np.uint16)
    ids = range(2, 3 + len(SYMBOLS + OTHERS))
    for kind, size in (
        (0, 2),
        (1, 3),
        (2, 3),
        (3, 4),
        (8, 2),
        (9, 3),
        (10, 4),
        (11, 2),
        (12, 3),
        (13, 3),
    ):
        for gram in itertools.product(ids, repeat=size):
            value = transducer.hash_ids(kind, gram)
            if rng.random() < 0.5:
                fingerprints[value & (SLOTS - 1)] = (value >> 40) & 0xFFFF | 1
    rows = rng.integers(-127, 128, (SLOTS, MEMORY)).astype(np.int8)
    rows[0] = 0
    return Memory(fingerprints, rows, 0.01)


def rounded(weights: transducer.Floats) -> tuple[np.ndarray, transducer.Floats]:
    """Return a matrix by outputs in 8-bit numbers, and the factor of each output."""
    factors = (np.abs(weights).max(0) / 127).astype(np.float32)
    return np.round(weights.T / factors[:, None]).astype(np.int8), factors


def widened(rows: np.ndarray, factors: transducer.Floats) -> transducer.Floats:
    return (rows * factors[:, None]).T.astype(np.float32)


def matrix_sections(name: str, weights: transducer.Floats) -> dict[str, bytes]:
    rows, factors = rounded(weights)
    return {f"{name}/rows": rows.tobytes(), f"{name}/factors": factors.tobytes()}


def memory_sections(name: str, table: Memory) -> dict[str, bytes]:
    return {
        f"{name}/fingerprints": table.fingerprints.tobytes(),
        f"{name}/rows": table.rows.tobytes(),
        f"{name}/scale": np.array([table.scale], "<f4").tobytes(),
    }


def ngram_sections(lines: list[str]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        counter = _native.NgramCounter(vocabulary_section(SYMBOLS + OTHERS), 3, folder, 1)
        counter.add("\n".join(lines), 1000, 0)
        return _native.NgramEstimate(counter.finish([0, 0, 0])).pack()


@pytest.fixture(scope="module")
def network() -> Network:
    rng = np.random.default_rng(5)
    inputs = 3 * HISTORY + 6 * MEMORY
    characters = 3 + len(SYMBOLS + OTHERS)
    predicted, joint = floats(rng, inputs, HIDDEN), floats(rng, HIDDEN, len(SYMBOLS) + 1)
    predicted[3 * HISTORY :] = widened(*rounded(predicted[3 * HISTORY :]))
    return Network(
        ["<pad>", "<unk>", "\n", *SYMBOLS, *OTHERS],
        widened(*rounded(floats(rng, HISTORY, characters))).T,
        predicted,
        widened(*rounded(joint)),
        floats(rng, len(SYMBOLS) + 1),
        widened(*rounded(floats(rng, HIDDEN, CLAUSE_ROWS))).T,
        Recall(
            widened(*rounded(floats(rng, HISTORY, 3 * RECALL))),
            widened(*rounded(floats(rng, HISTORY, 3 * RECALL))),
            widened(*rounded(floats(rng, RECALL, 3 * RECALL))),
            floats(rng, 3 * RECALL),
            widened(*rounded(floats(rng, RECALL, HIDDEN))),
        ),
        Prior(
            widened(*rounded(floats(rng, len(SYMBOLS) + 1, PRIOR))),
            floats(rng, PRIOR),
            widened(*rounded(floats(rng, PRIOR, len(SYMBOLS) + 1))),
            floats(rng, PRIOR, 6),
            floats(rng, 6),
            floats(rng, 6, len(SYMBOLS)),
            RATES,
        ),
        memory(rng),
    )


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    rng = np.random.default_rng(6)

    def matrix(outputs: int, inputs: int) -> transducer.Floats:
        return widened(*rounded(floats(rng, inputs, outputs))).T

    def block() -> Block:
        return Block(
            floats(rng, 7, WIDTH),
            floats(rng, WIDTH),
            matrix(3 * WIDTH, WIDTH),
            matrix(WIDTH, WIDTH),
            matrix(4 * WIDTH, WIDTH),
            floats(rng, 4 * WIDTH),
            matrix(WIDTH, 4 * WIDTH),
            floats(rng, WIDTH),
        )

    return Encoder(
        matrix(3 + len(SYMBOLS + OTHERS), WIDTH),
        matrix(WIDTH, 4 * MEMORY),
        matrix(WIDTH, len(SYMBOLS) + 1),
        floats(rng, WIDTH),
        tuple(block() for _ in range(BLOCKS)),
        matrix(2 * HIDDEN, WIDTH),
        floats(rng, HIDDEN),
        HEADS,
    )


def encoder_sections(encoder: Encoder) -> dict[str, bytes]:
    sections = {
        **matrix_sections("encoder/characters", encoder.characters.T),
        **matrix_sections("encoder/mix", encoder.mix.T),
        **matrix_sections("encoder/profile", encoder.profile.T),
        "encoder/profile-bias": encoder.profile_bias.tobytes(),
        **matrix_sections("encoder/encoded", encoder.encoded.T),
        "encoder/encoded-bias": encoder.encoded_bias.tobytes(),
    }
    for i, block in enumerate(encoder.blocks):
        for name in ("attended", "out", "up", "down"):
            sections |= matrix_sections(f"encoder/{i}/{name}", getattr(block, name).T)
        for name in ("taps", "taps_bias", "up_bias", "down_bias"):
            section = getattr(block, name).tobytes()
            sections[f"encoder/{i}/{name.replace('_', '-')}"] = section
    return sections


@pytest.fixture(scope="module")
def sections(network: Network, encoder: Encoder) -> dict[str, bytes]:
    characters = 3 + len(SYMBOLS + OTHERS)
    shape = [5, characters, len(SYMBOLS), HIDDEN, MEMORY, HISTORY, WIDTH, BLOCKS, HEADS, RECALL]
    shape += [PRIOR]
    prior = network.prior
    return {
        "vocabulary": vocabulary_section(SYMBOLS + OTHERS),
        **ngram_sections(LINES),
        "reader/shape": np.array(shape, "<u4").tobytes(),
        "reader/characters": np.array([ord(c) for c in SYMBOLS + OTHERS], "<u4").tobytes(),
        **matrix_sections("reader/history", network.history.T),
        "reader/predicted": network.predicted[: 3 * HISTORY].tobytes(),
        **matrix_sections("reader/clause", network.clause.T),
        **matrix_sections("recall/seen", network.recall.seen),
        **matrix_sections("recall/wrote", network.recall.wrote),
        **matrix_sections("recall/inner", network.recall.inner),
        "recall/inner-bias": network.recall.bias.tobytes(),
        **matrix_sections("recall/out", network.recall.out),
        **matrix_sections("prior/inner", prior.inner),
        "prior/inner-bias": prior.inner_bias.tobytes(),
        **matrix_sections("prior/out", prior.out),
        "prior/trust": prior.trust.T.tobytes(),
        "prior/trust-bias": prior.trust_bias.tobytes(),
        "prior/own": prior.own.tobytes(),
        "reader/rates": prior.rates.tobytes(),
        **matrix_sections("reader/remembered", network.predicted[3 * HISTORY :]),
        **matrix_sections("reader/joint", network.joint),
        "reader/joint-bias": network.bias.tobytes(),
        **memory_sections("reader/written", network.memory),
        **memory_sections("reader/observed", network.memory),
        **encoder_sections(encoder),
    }


@pytest.fixture(scope="module")
def model(sections: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    path = Path(tmp_path_factory.mktemp("model"), "tiny.model")
    write_model(path, sections)
    return ModelFile(path)


@pytest.fixture(scope="module")
def adapted(sections: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> ModelFile:
    """Return the model with a second one of other lines beside it."""
    own = {f"domain/{name}": part for name, part in ngram_sections(OWN_LINES).items()}
    weight = np.array([OWN_WEIGHT], "<f4").tobytes()
    path = Path(tmp_path_factory.mktemp("model"), "adapted.model")
    write_model(path, sections | own | {"domain/weight": weight})
    return ModelFile(path)


def wide_search() -> _native.ReaderSearch:
    search = _native.ReaderSearch()
    search.beam, search.branches, search.longest, search.threshold = 1000, 16, 2, 1000
    search.gap_threshold = 1000
    search.ngram_weight, search.bonus = 0.4, 0.3
    return search


@pytest.mark.parametrize("name", ["model", "adapted"])
@pytest.mark.parametrize("text", ["教育\n", "育局\n", "局教\n"])
def test_posteriors_are_those_of_all_readings(
    request: pytest.FixtureRequest, network: Network, name: str, text: str
) -> None:
    model: ModelFile = request.getfixturevalue(name)
    reader = _native.Reader(model.native)
    observed = reader.observe(text, 0, len(text))
    rng = np.random.default_rng(len(text))
    gaps = floats(rng, len(text), HIDDEN)
    figures = profile_of(rng.integers(0, 4, len(SYMBOLS)), 100, RATES)
    closed = np.zeros(len(text), np.uint8)
    found = reader.search(observed, gaps, figures, closed, wide_search())
    told = network.told(figures)
    expected = posteriors(told, gaps, observed.ids, language(model), 2, 0.4, 0.3)
    for gap, candidates in found:
        for string, probability in candidates:
            symbols = tuple(SYMBOLS.index(c) for c in string)
            assert probability == pytest.approx(expected[gap][symbols], abs=0.015)
    likely = sum(p >= 0.011 for gap in expected for p in gap.values())
    assert sum(len(candidates) for _, candidates in found) >= likely - len(text)


@pytest.mark.parametrize(
    "text",
    ["《教育》局：“教育局", "教育，局。教育、教育局", "（教）育；" + "局" * 40, "教" * 320],
)
def test_the_place_in_a_long_line_counts(model: ModelFile, network: Network, text: str) -> None:
    reader = _native.Reader(model.native)
    observed = reader.observe(text, 0, len(text))
    gaps = floats(np.random.default_rng(len(text)), len(text), HIDDEN)
    shut = range(len(text) - 2)
    closed = np.array([i in shut for i in range(len(text))], np.uint8)
    search = wide_search()
    search.ngram_weight = 0.0
    found = reader.search(observed, gaps, PROFILE, closed, search)
    silent = collections.defaultdict[tuple[int, ...], float](float)
    told = network.told(PROFILE)
    expected = posteriors(told, gaps, observed.ids, silent, 2, 0.0, 0.3, shut)
    assert found
    for gap, candidates in found:
        for string, probability in candidates:
            symbols = tuple(SYMBOLS.index(c) for c in string)
            assert probability == pytest.approx(expected[gap][symbols], abs=0.02)


class language(dict[tuple[int, ...], float]):  # noqa: N801 (a table worked out as it is asked)
    """The n-gram model's logarithms of texts of ids; those of both models, if there are two."""

    def __init__(self, model: ModelFile) -> None:
        super().__init__()
        self._models = [(1.0, NgramModel(model))]
        if "domain/weight" in model.names:
            own = NgramModel(model, "domain/")
            self._models = [(1 - OWN_WEIGHT, self._models[0][1]), (OWN_WEIGHT, own)]

    def __missing__(self, ids: tuple[int, ...]) -> float:
        text = "".join((SYMBOLS + OTHERS)[i - 3] for i in ids[:-1])
        logarithms = np.array([one.score(text) for _, one in self._models])
        mixed = np.array([weight for weight, _ in self._models]) @ np.exp(logarithms)
        self[ids] = float(np.log(mixed).sum())
        return self[ids]


def test_a_second_model_changes_what_is_read(model: ModelFile, adapted: ModelFile) -> None:
    gaps = floats(np.random.default_rng(3), 3, HIDDEN)
    found = []
    for file in (model, adapted):
        reader = _native.Reader(file.native)
        observed = reader.observe("教育\n", 0, 3)
        found.append(reader.search(observed, gaps, PROFILE, np.zeros(3, np.uint8), wide_search()))
    assert found[0] != found[1]


@pytest.mark.parametrize("weight", [0.0, 1.0, -1.0, float("nan")])
def test_the_weight_of_a_second_model_is_a_share(
    sections: dict[str, bytes], weight: float, tmp_path: Path
) -> None:
    section = np.array([weight], "<f4").tobytes()
    write_model(tmp_path / "off.model", sections | {"domain/weight": section})
    with pytest.raises(_native.NativeModelError, match="weight"):
        _native.Reader(ModelFile(tmp_path / "off.model").native)


def test_a_rate_below_zero_is_an_error(sections: dict[str, bytes], tmp_path: Path) -> None:
    rates = np.array([0.1, -0.1], "<f4").tobytes()
    write_model(tmp_path / "off.model", sections | {"reader/rates": rates})
    with pytest.raises(_native.NativeModelError, match="below zero"):
        _native.Reader(ModelFile(tmp_path / "off.model").native)


def test_a_weight_alone_is_an_error(sections: dict[str, bytes], tmp_path: Path) -> None:
    section = np.array([0.5], "<f4").tobytes()
    write_model(tmp_path / "lone.model", sections | {"domain/weight": section})
    with pytest.raises(_native.NativeModelError, match="domain/ngram"):
        _native.Reader(ModelFile(tmp_path / "lone.model").native)


def rows_of(network: Network, ids: list[int]) -> transducer.Floats:
    """Return what the memory says of the n-grams around each gap of a line."""
    padded = [2, 2, *ids, 2]
    rows = []
    for at in range(len(ids)):
        b2, b1, a0, a1 = padded[at : at + 4]
        grams = [(b1, a0), (b2, b1, a0), (b1, a0, a1), (b2, b1, a0, a1)]
        parts = [network.memory.row(kind, gram) for kind, gram in enumerate(grams)]
        rows.append(np.concatenate(parts))
    return np.array(rows)


@pytest.mark.parametrize("text", ["教\n", "教育，局\n", "的教育局，" * 51 + "\n"])
def test_the_encoder_is_its_twin(
    model: ModelFile, network: Network, encoder: Encoder, text: str
) -> None:
    reader = _native.Reader(model.native)
    observed = reader.observe(text, 0, len(text))
    figures = floats(np.random.default_rng(7), len(SYMBOLS) + 1)
    expected = encoder.encode(observed.ids, rows_of(network, observed.ids), figures)
    found = reader.encode(observed, figures)
    assert found == pytest.approx(expected, abs=0.02 * float(np.abs(expected).max()))


def test_windows_of_a_long_line_overlap(
    model: ModelFile, network: Network, encoder: Encoder
) -> None:
    reader = _native.Reader(model.native)
    text = "教育局，的" * 100 + "\n"
    observed = reader.observe(text, 0, len(text))
    figures = np.zeros(len(SYMBOLS) + 1, np.float32)
    rows = rows_of(network, observed.ids)
    found = reader.encode(observed, figures)
    for start, first, last in ((0, 0, 240), (224, 240, 464), (448, 464, 501)):
        window = slice(start, start + 256)
        expected = encoder.encode(observed.ids[window], rows[window], figures)
        expected = expected[first - start : last - start]
        assert found[first:last] == pytest.approx(expected, abs=0.02 * np.abs(expected).max())


def test_the_encoder_sees_the_lines_around(
    model: ModelFile, network: Network, encoder: Encoder
) -> None:
    reader = _native.Reader(model.native)
    observed = reader.observe("教育\n局教\n", 0, 6)
    figures = np.zeros(len(SYMBOLS) + 1, np.float32)
    expected = encoder.encode(observed.ids, rows_of(network, observed.ids), figures)
    assert reader.encode(observed, figures) == pytest.approx(
        expected, abs=0.02 * float(np.abs(expected).max())
    )


def test_reading_is_encoding_and_search(model: ModelFile) -> None:
    reader = _native.Reader(model.native)
    text = "教育局\n" * 1500
    observed = reader.observe(text, 0, len(text))
    figures = np.zeros(len(SYMBOLS) + 1, np.float32)
    search = _native.ReaderSearch()
    closed = np.zeros(len(observed), np.uint8)
    found = reader.search(observed, reader.encode(observed, figures), figures, closed, search)
    expected = [(observed.offsets[gap], strings) for gap, strings in found]
    assert expected
    assert reader.read(text, 0, len(text), figures, [], search) == expected


def test_protected_gaps_and_words_stay_closed(model: ModelFile) -> None:
    reader = _native.Reader(model.native)
    text = "教育 局教ab12\n"
    figures = np.zeros(len(SYMBOLS) + 1, np.float32)
    found = reader.read(text, 0, len(text), figures, [(0, 4)], wide_search())
    assert {offset for offset, _ in found} <= {0, 4, 5, 9}


def test_nothing_is_written_into_closed_gaps(model: ModelFile) -> None:
    reader = _native.Reader(model.native)
    observed = reader.observe("教育\n", 0, 3)
    gaps = floats(np.random.default_rng(1), 3, HIDDEN)
    assert not reader.search(observed, gaps, PROFILE, np.ones(3, np.uint8), wide_search())


def test_the_reading_of_a_line_does_not_depend_on_the_next(model: ModelFile) -> None:
    # What follows is seen through one character only, and that is the line's end.
    reader = _native.Reader(model.native)
    gaps = floats(np.random.default_rng(2), 6, HIDDEN)
    both = reader.observe("教育\n局教\n", 0, 6)
    one = reader.observe("教育\n", 0, 3)
    closed = np.zeros(6, np.uint8)
    all_lines = reader.search(both, gaps, PROFILE, closed, wide_search())
    first = reader.search(one, gaps[:3].copy(), PROFILE, closed[:3].copy(), wide_search())
    assert [found for found in all_lines if found[0] < 2] == [f for f in first if f[0] < 2]


@pytest.mark.parametrize(
    "name",
    [
        "reader/shape",
        "reader/characters",
        "reader/joint/rows",
        "reader/clause/rows",
        "recall/inner/rows",
        "recall/inner-bias",
        "prior/out/rows",
        "prior/own",
        "reader/rates",
        "reader/written/rows",
        "reader/history/rows",
        "encoder/characters/rows",
        "encoder/mix/rows",
        "encoder/0/taps",
        "encoder/1/up/factors",
    ],
)
def test_a_cut_section_is_an_error(sections: dict[str, bytes], name: str, tmp_path: Path) -> None:
    write_model(tmp_path / "cut.model", sections | {name: sections[name][:-1]})
    with pytest.raises(_native.NativeModelError, match=r"damaged|cut|fit"):
        _native.Reader(ModelFile(tmp_path / "cut.model").native)
