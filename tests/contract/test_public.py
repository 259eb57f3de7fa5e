"""The public contract: names, parameters and fields may be added, never changed or lost."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import textmend
from textmend import damage, lexicon

NAMES = {
    "PASS_NAMES",
    "Block",
    "DecodingError",
    "Edit",
    "EditError",
    "FileProcessingError",
    "Mended",
    "Mender",
    "ModelError",
    "Move",
    "OptionError",
    "Step",
    "Survey",
    "Suspicion",
    "TableError",
    "TextmendError",
    "UndoError",
    "__version__",
    "fix",
    "mend",
    "mend_bytes",
}

DAMAGE_NAMES = {
    "CHARACTER_CLASSES",
    "MARK_CLASSES",
    "MISREADINGS",
    "PROFILES",
    "BreakLines",
    "JoinLines",
    "Change",
    "Compose",
    "Damage",
    "Damaged",
    "DropCharacters",
    "DropMarks",
    "DropWords",
    "Kind",
    "LookAlikes",
    "MaskNames",
    "MixScript",
    "MixWidth",
    "Mojibake",
    "PageFaults",
    "Partly",
    "Profile",
    "WrapLines",
    "core_characters",
    "damage",
    "droppable",
    "look_alikes",
    "step",
    "stop_words",
}

LEXICON_NAMES = {
    "MATCH_KINDS",
    "FixedRepair",
    "Insertion",
    "Lexicon",
    "Match",
    "Matches",
    "SkeletonCandidate",
    "UserLexicon",
    "read_lexicons",
}

PROFILES = {
    "clean",
    "function_characters",
    "stopwords",
    "random_list",
    "patchy",
    "light",
    "transcript",
    "masked",
    "ocr",
    "broken_lines",
    "run_together",
    "width",
    "script",
    "mojibake",
    "dirty",
    "mixed",
}

PASSES = (
    "encoding",
    "unicode",
    "script",
    "width",
    "spacing",
    "punctuation",
    "lookalikes",
    "paragraphs",
    "restoration",
)

FIELDS = {
    textmend.Step: ("pass_name", "reason", "confidence"),
    textmend.Edit: ("start", "end", "original", "replacement", "steps"),
    textmend.Move: ("start", "end", "to"),
    textmend.Block: ("kind", "start", "end", "level", "confidence"),
    textmend.Suspicion: ("start", "end", "alternatives", "reason"),
}

# The first parameters of each function, in order, with their defaults.
REQUIRED = inspect.Parameter.empty
PARAMETERS: dict[Any, dict[str, Any]] = {
    textmend.Mender.__init__: {
        "self": REQUIRED,
        "preset": "full",
        "passes": None,
        "skip": (),
        "lexicons": (),
        "protect": (),
        "min_confidence": None,
        "han_latin": "auto",
        "convert": None,
        "katakana": "keep",
        "drop": (),
        "headings": "keep",
        "breaks": "keep",
    },
    textmend.Mender.fix: {"self": REQUIRED, "text": REQUIRED},
    textmend.Mender.mend: {"self": REQUIRED, "text": REQUIRED, "protected_spans": ()},
    textmend.Mender.mend_many: {"self": REQUIRED, "texts": REQUIRED, "workers": 1},
    textmend.Mender.survey: {"self": REQUIRED},
    textmend.Mender.mend_part: {
        "self": REQUIRED,
        "text": REQUIRED,
        "survey": REQUIRED,
        "protected_spans": (),
        "final": True,
    },
    textmend.Survey.add: {"self": REQUIRED, "text": REQUIRED},
    textmend.fix: {"text": REQUIRED, "options": REQUIRED},
    textmend.mend: {"text": REQUIRED, "options": REQUIRED},
    textmend.mend_bytes: {"data": REQUIRED, "encoding": None, "options": REQUIRED},
    lexicon.Lexicon.compile: {"terms": REQUIRED, "path": REQUIRED},
    lexicon.Lexicon.find: {
        "self": REQUIRED,
        "text": REQUIRED,
        "exact": True,
        "skeletons": True,
        "errors": 0,
        "cut": True,
        "overlapping": False,
    },
    lexicon.Lexicon.candidates: {"self": REQUIRED, "text": REQUIRED, "start": 0, "end": None},
    textmend.Mended.revert: {"self": REQUIRED},
    textmend.Mended.without: {"self": REQUIRED, "undone": REQUIRED},
    textmend.Mended.to_original: {"self": REQUIRED, "offset": REQUIRED},
    textmend.Mended.to_mended: {"self": REQUIRED, "offset": REQUIRED},
    textmend.Mended.to_dict: {"self": REQUIRED},
    textmend.Mended.from_dict: {"data": REQUIRED},
    damage.damage: {"text": REQUIRED, "profile": "mixed", "seed": 0},
    damage.Damage.apply: {"self": REQUIRED, "text": REQUIRED, "rng": REQUIRED},
    damage.Damaged.__init__: {"self": REQUIRED, "text": REQUIRED, "truth": REQUIRED},
    damage.Damaged.restored: {"self": REQUIRED},
    damage.Damaged.to_dict: {"self": REQUIRED},
    damage.Damaged.from_dict: {"data": REQUIRED},
    damage.BreakLines: {"rate": REQUIRED, "within_words": True},
    damage.JoinLines: {"rate": REQUIRED},
    damage.Compose: {"parts": ()},
    damage.DropCharacters: {"rates": REQUIRED},
    damage.DropMarks: {"rate": 1.0, "in_numbers": 0.0, "decimal_points": 0.0, "marks": None},
    damage.DropWords: {"words": REQUIRED, "rate": 1.0, "cut": "textmend"},
    damage.LookAlikes: {"rate": REQUIRED, "pairs": None},
    damage.MaskNames: {"rate": 1.0, "mask": "**"},
    damage.MixScript: {"rate": REQUIRED, "config": "s2t"},
    damage.MixWidth: {"marks": 1.0, "letters": 0.0},
    damage.Mojibake: {"written": REQUIRED, "read": REQUIRED, "rate": 1.0},
    damage.PageFaults: {"every": 50.0, "passes": None},
    damage.Partly: {"part": REQUIRED, "share": REQUIRED},
    damage.WrapLines: {"width": REQUIRED},
}


def test_names_are_frozen() -> None:
    assert set(textmend.__all__) == NAMES
    assert all(hasattr(textmend, name) for name in NAMES)


def test_names_of_damage_are_frozen() -> None:
    assert set(damage.__all__) == DAMAGE_NAMES
    assert all(hasattr(damage, name) for name in DAMAGE_NAMES)
    assert set(damage.PROFILES) == PROFILES
    assert all(name == profile.name for name, profile in damage.PROFILES.items())


def test_names_of_lexicons_are_frozen() -> None:
    assert set(lexicon.__all__) == LEXICON_NAMES
    assert all(hasattr(lexicon, name) for name in LEXICON_NAMES)


def test_the_nine_passes_and_their_order_are_frozen() -> None:
    assert textmend.PASS_NAMES == PASSES


def test_passes_always_run_in_that_order() -> None:
    mender = textmend.Mender(passes=list(reversed(PASSES)))
    assert mender.passes == tuple(name for name in PASSES if name in mender.passes)
    assert textmend.Mender("safe").passes == PASSES[:6]
    assert textmend.Mender("safe", skip=["width"]).passes == tuple(
        name for name in PASSES[:6] if name != "width"
    )


@pytest.mark.parametrize(
    ("kind", "names"), FIELDS.items(), ids=lambda value: getattr(value, "__name__", "")
)
def test_fields_are_frozen(kind: type, names: tuple[str, ...]) -> None:
    assert kind.__slots__ == names


@pytest.mark.parametrize("function", PARAMETERS, ids=lambda function: function.__qualname__)
def test_parameters_are_frozen(function: Any) -> None:
    parameters = inspect.signature(function).parameters
    expected = PARAMETERS[function]
    assert list(parameters)[: len(expected)] == list(expected)
    for name, default in expected.items():
        assert parameters[name].default == default, name
    for name in list(parameters)[len(expected) :]:
        assert parameters[name].default is not REQUIRED, f"{name} is new and has no default"


def test_what_mend_returns_has_every_attribute_of_the_contract() -> None:
    mended = textmend.mend("落实““双减”政策”,优化教育环境.")
    assert isinstance(mended, textmend.Mended)
    assert (mended.text, mended.original) == (
        "落实“双减”政策，优化教育环境。",
        "落实““双减”政策”,优化教育环境.",
    )
    for name in ("edits", "moves", "blocks", "suspicions"):
        assert isinstance(getattr(mended, name), tuple), name
    assert mended.encoding is None
    edit = mended.edits[0]
    assert (edit.pass_name, edit.reason) == (edit.steps[-1].pass_name, edit.steps[-1].reason)
    assert edit.confidence == min(step.confidence for step in edit.steps)


def test_values_are_immutable_and_hashable() -> None:
    mended = textmend.mend("今天,晴")
    with pytest.raises(AttributeError):
        mended.edits[0].start = 0
    assert {*mended.edits, *mended.edits[0].steps}
    assert hash(mended) == hash(textmend.mend("今天,晴"))


@pytest.mark.parametrize("name", sorted(n for n in NAMES if n.endswith("Error")))
def test_errors_derive_from_one_base(name: str) -> None:
    assert issubclass(getattr(textmend, name), textmend.TextmendError)


@pytest.mark.parametrize(
    "options",
    [
        {"preset": "bold"},
        {"passes": "width"},
        {"passes": ["breadth"]},
        {"skip": ["breadth"]},
        {"protect": "教育"},
        {"min_confidence": 1.5},
        {"min_confidence": float("nan")},
        {"han_latin": "yes"},
        {"convert": "s2x"},
        {"katakana": "half"},
    ],
    ids=str,
)
def test_options_that_cannot_be_used_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(textmend.OptionError) as error:
        textmend.Mender(**options)
    assert len(str(error.value)) > 20, "an error says what to do"
