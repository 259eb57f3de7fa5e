"""The pass ``encoding``: text that was once decoded with the wrong codec.

What it repairs and how it judges stands in ``native/core/passes/encoding.cpp``. From here the core
gets the interpreter's codecs, as tables that are made when a text first needs them, and two
answers: what an HTML entity stands for, and what ftfy makes of UTF-8 read as Windows-1252 that
does not decode strictly, which is rare.

What was lost on the way (U+FFFD, 锟斤拷) is reported, never guessed.
"""

from __future__ import annotations

import html
from functools import cache
from itertools import product

from textmend import _native
from textmend.draft import Draft, EditBuilder

__all__ = ["run"]

_LOST = "锟斤拷"  # what GBK makes of U+FFFD twice in UTF-8


def run(draft: Draft) -> None:
    """Repair the draft."""
    edits, suspicions, _ = _native.run_passes(
        draft.text,
        ["encoding"],
        draft.tables,
        _native.Survey(),  # no decision of this pass depends on the document
        draft.options,
        draft.protected,
        draft.scan,
        _recoding(),
    )
    draft.suspect(suspicions)
    draft.accept(edits)
    _report_losses(draft)


def _report_losses(draft: Draft) -> None:
    builder = EditBuilder(draft)
    end = 0
    while (start := draft.text.find(_LOST, end)) >= 0:
        end = start + len(_LOST)
        while draft.text.startswith(_LOST, end):
            end += len(_LOST)
        builder.suspect(start, end, "encoding.lost")
    builder.submit()


@cache
def _recoding() -> _native.Recoding:
    """Return the codecs as `DoubleByteCodec` in ``native/core/recoding.hpp`` wants them."""
    characters = "\n".join(map(chr, range(0x80, 0x10000)))
    pairs = b"\n".join(map(bytes, product(range(0x80, 0x100), range(0x30, 0x100))))
    return _native.Recoding(
        gbk_encoded=characters.encode("gb18030", "ignore"),
        gbk_decoded=pairs.decode("gbk", "replace"),
        big5_encoded=characters.encode("cp950", "ignore"),
        big5_decoded=pairs.decode("cp950", "replace"),
        unescape=_unescape,
        repair_latin=_fixed_by_ftfy,
    )


def _unescape(entity: str) -> str:
    character = html.unescape(entity)
    return character if character.isprintable() or character.isspace() else entity


def _fixed_by_ftfy(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding  # noqa: PLC0415 (slow to import)

    config = TextFixerConfig(
        replace_lossy_sequences=False, restore_byte_a0=False, fix_c1_controls=False
    )
    return fix_encoding(text, config)
