"""What is measured: each job, the engines that do it, and the inputs that it is done on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks import engines
from benchmarks.engines import Engine

__all__ = ["JOBS", "Job"]

_PAIR: Final = ("clean", "dirty")


@dataclass(frozen=True, slots=True)
class Job:
    """A job; the first engine is what the others are compared with."""

    name: str
    title: str
    engines: tuple[Engine, ...]
    inputs: tuple[str, ...] = _PAIR


def _alone(name: str, *peers: Engine) -> Job:
    """Return the job of one pass."""
    options = {"passes": (name,)}
    own = (engines.textmend_mend(**options), engines.textmend_tuples(**options))
    return Job(name, f"the pass {name} alone", (*own, *peers))


JOBS: Final = (
    Job(
        "all",
        "all deterministic passes",
        (
            engines.textmend_mend(preset="safe"),
            engines.textmend_tuples(preset="safe"),
            engines.textmend_fix(preset="safe"),
            engines.peers_in_a_row(),
            engines.ftfy_text(),
            engines.autocorrect(),
            engines.opencc("t2s"),
            engines.jionlp_cleaning(
                "clean_text", "width to ASCII; deletes brackets, URLs, rare characters"
            ),
        ),
        (*_PAIR, "long"),
    ),
    _alone("encoding", engines.ftfy_encoding()),
    _alone(
        "unicode",
        engines.normal_form("NFC"),
        engines.normal_form("NFKC"),
        engines.naive_radicals(),
        engines.jionlp_cleaning("remove_exception_char", "puts blanks for what it holds to be odd"),
    ),
    _alone(
        "script",
        engines.opencc("t2s"),
        engines.zhconv(),
        engines.jionlp_script(),
    ),
    _alone(
        "width",
        engines.naive_marks(),
        engines.normal_form("NFKC"),
        engines.autocorrect(),
        engines.jionlp_cleaning("convert_full2half", "folds everything to ASCII"),
    ),
    _alone("spacing", engines.naive_blanks(), engines.autocorrect()),
    _alone("punctuation", engines.naive_doubles(), engines.autocorrect()),
    Job(
        "convert",
        "conversion of a whole traditional document",
        (
            engines.textmend_mend(passes=("script",), convert="t2s"),
            engines.textmend_tuples(passes=("script",), convert="t2s"),
            engines.opencc("t2s"),
            engines.zhconv(),
            engines.jionlp_script(),
        ),
        ("traditional",),
    ),
)
