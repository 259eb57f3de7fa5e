"""The engines: textmend, its peers, and naive programs for the same jobs.

An engine turns a string into whatever it makes of it. It is loaded when it is first measured; one
whose package is missing is listed as not installed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from textmend import Mender

__all__ = [
    "Engine",
    "autocorrect",
    "copy",
    "ftfy_encoding",
    "ftfy_text",
    "jionlp_cleaning",
    "jionlp_script",
    "naive_blanks",
    "naive_doubles",
    "naive_marks",
    "naive_radicals",
    "normal_form",
    "opencc",
    "peers_in_a_row",
    "textmend_fix",
    "textmend_mend",
    "textmend_tuples",
    "zhconv",
]

Function = Callable[..., Any]


def _same(text: str) -> object:
    return text


def _from(package: str, name: str) -> Function:
    """Return a function of a package that may be missing."""
    function: Function = getattr(import_module(package), name)
    return function


@dataclass(frozen=True, slots=True)
class Engine:
    """Something to measure.

    Args:
        name: of the row.
        does: what it does, compared with the job.
        load: returns the function that is timed; raises ImportError if it is not installed.
        prepare: what that function is given, made from the text beforehand.
    """

    name: str
    does: str
    load: Callable[[], Function]
    prepare: Callable[[str], object] = _same


def textmend_mend(**options: Any) -> Engine:
    """Measure `Mender.mend`: every edit recorded, as the core keeps them."""

    def load() -> Function:
        return Mender(**options).mend

    return Engine("textmend", "mend: text and edits, in the core's list", load)


def textmend_tuples(**options: Any) -> Engine:
    """Measure `Mender.mend` and then all its edits made into Python objects."""

    def load() -> Function:
        mender = Mender(**options)
        return lambda text: mender.mend(text).edits

    return Engine("textmend, .edits", "the same, and the edits made into Python tuples", load)


def textmend_fix(**options: Any) -> Engine:
    """Measure `Mender.fix`: the text alone."""

    def load() -> Function:
        return Mender(**options).fix

    return Engine("textmend.fix", "the text alone, by the same path", load)


def ftfy_text() -> Engine:
    """Measure all of ftfy's fixes; they fold Chinese punctuation to ASCII."""

    def load() -> Function:
        return _from("ftfy", "fix_text")

    does = (
        "encoding, entities, control characters, NFC; folds ，：“” to ASCII; no script, no blanks"
    )
    return Engine("ftfy.fix_text", does, load)


def ftfy_encoding() -> Engine:
    """Measure ftfy's encoding repair: UTF-8 read as a one-byte codec, no GBK, no Big5."""

    def load() -> Function:
        return _from("ftfy", "fix_encoding")

    return Engine("ftfy.fix_encoding", "UTF-8 read as one-byte codecs; no GBK, no Big5", load)


def opencc(configuration: str) -> Engine:
    """Measure OpenCC: converts the whole text, whatever its script."""

    def load() -> Function:
        convert: Function = _from("opencc", "OpenCC")(configuration).convert
        return convert

    return Engine(f"OpenCC {configuration}", "converts everything by phrases; no edits", load)


def zhconv() -> Engine:
    """Measure zhconv, MediaWiki's tables in pure Python."""

    def load() -> Function:
        convert = _from("zhconv", "convert")
        return lambda text: convert(text, "zh-hans")

    return Engine("zhconv zh-hans", "converts everything by phrases; no edits", load)


def jionlp_cleaning(method: str, does: str) -> Engine:
    """Measure one of the cleaning methods of jionlp's extractor."""

    def load() -> Function:
        cleaning: Function = getattr(_from("jionlp", "Extractor")(), method)
        return cleaning

    return Engine(f"jionlp {method}", does, load)


def jionlp_script() -> Engine:
    """Measure jionlp's script conversion, in pure Python."""
    does = "converts everything by characters; no edits"
    return Engine("jionlp tra2sim", does, lambda: _from("jionlp", "tra2sim"))


def autocorrect() -> Engine:
    """Measure autocorrect: adds blanks between Chinese and Latin, widens marks."""

    def load() -> Function:
        return _from("autocorrect_py", "format")

    does = "spacing and width at once; always adds blanks beside Latin; no edits"
    return Engine("autocorrect.format", does, load)


def normal_form(form: Literal["NFC", "NFKC"]) -> Engine:
    """Measure a Unicode normal form from the standard library."""

    def load() -> Function:
        return lambda text: unicodedata.normalize(form, text)

    does = "canonical forms alone" if form == "NFC" else "folds all full-width marks to ASCII too"
    return Engine(f"unicodedata {form}", does, load)


def peers_in_a_row() -> Engine:
    """Measure what a user chains today for about the same job."""

    def load() -> Function:
        steps = [
            ftfy_encoding().load(),
            normal_form("NFC").load(),
            opencc("t2s").load(),
            autocorrect().load(),
        ]

        def chain(text: Any) -> object:
            for step in steps:
                text = step(text)
            return text

        return chain

    does = "ftfy.fix_encoding, NFC, OpenCC t2s, autocorrect one after the other; no edits"
    return Engine("peers in a row", does, load)


def naive_radicals() -> Engine:
    """Measure one str.translate that maps radicals and drops invisible characters."""

    def load() -> Function:
        table: dict[int, str | None] = {
            c: unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)
        }
        table |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD))
        return lambda text: text.translate(table)

    return Engine("str.translate", "naive: a table without any context", load)


def naive_marks() -> Engine:
    """Measure one str.translate that widens marks and narrows letters everywhere."""

    def load() -> Function:
        table = {c + 0xFEE0: c for c in range(0x30, 0x7B) if chr(c).isalnum()}
        table |= dict(zip(map(ord, ",;:?!()"), map(ord, "，；：？！（）"), strict=True))
        return lambda text: text.translate(table)

    return Engine("str.translate", "naive: a table without any context", load)


def naive_blanks() -> Engine:
    """Measure one re.sub that closes blanks beside Chinese on both sides."""

    def load() -> Function:
        blank = re.compile("(?<=[，。、；：？！一-鿿]) +(?=[，。、；：？！一-鿿])")
        return lambda text: blank.sub("", text)

    return Engine("re.sub", "naive: closes every blank between Chinese characters", load)


def naive_doubles() -> Engine:
    """Measure one re.sub that closes up doubled marks."""

    def load() -> Function:
        doubled = re.compile(r"([，。、；：])\1+")
        return lambda text: doubled.sub(r"\1", text)

    return Engine("re.sub", "naive: doubled marks alone", load)


def copy() -> Engine:
    """Measure a plain copy of the string's storage: the limit that memory sets."""

    def load() -> Function:
        room = bytearray()

        def copy_storage(storage: bytes) -> None:
            if len(storage) > len(room):
                room.extend(bytes(len(storage) - len(room)))
            with memoryview(room) as view:
                view[: len(storage)] = storage

        return copy_storage

    return Engine("memory copy", "copies the string's storage", load, _storage)


def _storage(text: str) -> bytes:
    """Return as many bytes as CPython keeps a string of these characters in."""
    widest = max(text, default="")
    codec = (
        "latin-1" if widest < "\u0100" else "utf-16-le" if widest < "\U00010000" else "utf-32-le"
    )
    return text.encode(codec, "surrogatepass")
