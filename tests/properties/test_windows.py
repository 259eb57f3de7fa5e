"""A document repaired window by window comes out as the whole document does."""

from __future__ import annotations

import itertools
import re
from itertools import accumulate

from hypothesis import example, given
from hypothesis import strategies as st

from properties.strategies import SENTENCES, documents
from properties.test_mending import DEFAULT, MENDERS, menders
from textmend import Edit, Mended, Mender, Move
from textmend.sections import cut_sections

_LINES = re.compile("\n")

# Enough of one script, habit or style to turn the decisions that rest on the survey.
_HABITS = (
    "我们在这里学习发展教育事业，国家关于双减的规定。\n",
    "我們在這裏學習發展教育事業，國家關於雙減的規定。\n",
    "增加12名,共3个班,每班40人,用Python写2份。\n",
    "教 育 局 的 工 作 和 学 校 的 发 展 都 要 抓 紧\n",
    "他说「好」,她说「不好」。\n",
    "学校开学了.我们去上学.老师很高兴.\n",
    "これは日本語のテキストです。\n",
)

long_documents = st.lists(
    st.one_of(documents, st.sampled_from(_HABITS), st.sampled_from(SENTENCES), st.just("\n")),
    max_size=8,
).map("".join)


def cut(text: str, data: st.DataObject) -> list[str]:
    """Cut at some of the line ends."""
    places = [match.end() for match in _LINES.finditer(text)]
    chosen = [place for place in places if data.draw(st.booleans())]
    bounds = [0, *(p for p in chosen if p < len(text)), len(text)]
    return [text[a:b] for a, b in itertools.pairwise(bounds)]


def mend_windows(mender: Mender, windows: list[str], spans: list[tuple[int, int]]) -> Mended:
    """Survey all windows, repair each, and put the outcomes together."""

    def inside_of(window: str, offset: int) -> list[tuple[int, int]]:
        return [
            (max(a - offset, 0), min(b - offset, len(window)))
            for a, b in spans
            if a < offset + len(window) and b > offset
        ]

    survey = mender.survey()
    offsets = [0, *accumulate(map(len, windows))]
    for window, offset in zip(windows, offsets, strict=False):
        survey.add(window, inside_of(window, offset))
    if survey.wants_lines:
        for window, offset in zip(windows, offsets, strict=False):
            survey.add_lines(window, inside_of(window, offset))
    if survey.is_torn:
        windows = list(cut_sections(windows))
    edits, suspicions, moves, text, offset = [], [], [], "", 0
    for i, window in enumerate(windows):
        inside = inside_of(window, offset)
        final = not "".join(windows[i + 1 :]).strip()
        part = mender.mend_part(window, survey, inside, final=final)
        assert part.revert() == window
        edits += [_shifted(edit.to_dict(), offset) for edit in part.edits]
        suspicions += [
            type(s)(s.start + offset, s.end + offset, s.alternatives, s.reason)
            for s in part.suspicions
        ]
        moves += [Move(m.start + offset, m.end + offset, m.to + offset) for m in part.moves]
        text += part.text
        offset += len(window)
    whole = Mended("".join(windows), [Edit.from_dict(edit) for edit in edits], moves)
    assert whole.text == text
    # Blocks are found in the whole text when somebody asks for them.
    blocks = mender.mend(whole.original, spans).blocks
    return Mended(whole.original, whole.edits, moves, blocks, suspicions)


def _shifted(edit: dict[str, object], offset: int) -> dict[str, object]:
    start, end = edit["start"], edit["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    return edit | {"start": start + offset, "end": end + offset}


@given(long_documents, menders, st.data())
def test_windows_of_whole_lines_give_what_the_whole_gives(
    text: str, mender: Mender, data: st.DataObject
) -> None:
    windows = cut(text, data)
    assert mend_windows(mender, windows, []) == mender.mend(text)


@given(long_documents)
@example("互联网博客\n網際網路部落格\n")
def test_windows_agree_when_lines_change_their_length(text: str) -> None:
    windows = re.findall("[^\n]*\n|[^\n]+", text)
    for convert in ("s2twp", "tw2sp"):
        mender = Mender(convert=convert)
        assert mend_windows(mender, windows, []) == mender.mend(text)


@given(long_documents)
def test_every_line_may_be_a_window(text: str) -> None:
    windows = re.findall("[^\n]*\n|[^\n]+", text)
    whole = DEFAULT.mend(text)
    parts = mend_windows(DEFAULT, windows, [])
    assert parts.text == whole.text
    assert parts == whole


@given(long_documents, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=2))
def test_protected_spans_may_fall_into_any_window(text: str, raw: list[tuple[int, int]]) -> None:
    spans = [(min(a, len(text)), min(a + n, len(text))) for a, n in raw]
    windows = re.findall("[^\n]*\n|[^\n]+", text)
    mender = MENDERS["all edits"]
    assert mend_windows(mender, windows, spans) == mender.mend(text, spans)


@given(documents, documents)
def test_a_survey_counts_what_it_is_given(first: str, second: str) -> None:
    first = first + "\n"
    survey = DEFAULT.survey()
    survey.add(first)
    survey.add(second)
    whole = DEFAULT.survey()
    whole.add(first + second)
    for name in ("characters", "han", "simplified", "traditional"):
        assert getattr(survey.counts, name) == getattr(whole.counts, name)
    for name in ("is_simplified", "is_traditional", "is_japanese", "is_letter_spaced"):
        assert getattr(survey.counts, name)() == getattr(whole.counts, name)()
