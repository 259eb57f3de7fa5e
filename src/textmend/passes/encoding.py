"""The pass ``encoding``: text that was once decoded with the wrong codec.

What it repairs and how it judges stands in ``native/core/passes/encoding.cpp``. From here the core
gets the interpreter's codecs, as tables that are made when a text first needs them, and two
answers: what an HTML entity stands for, and what ftfy makes of UTF-8 read as Windows-1252 that
does not decode strictly, which is rare.
"""

from __future__ import annotations

import html
from functools import cache
from itertools import product

from textmend import _native

__all__ = ["recoding"]


@cache
def recoding() -> _native.Recoding:
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
