"""What a type checker must say about the public names; read by mypy, never run."""

from collections.abc import Iterator
from typing import Any, assert_type

import textmend
from textmend import Block, Edit, Mended, Mender, Move, Step, Survey, Suspicion
from textmend.damage import Compose, Damaged, DropCharacters, DropMarks, damage

mender = Mender("safe", passes=["width"], skip=("script",), protect=["C++"], han_latin="add")
assert_type(mender.passes, tuple[str, ...])
assert_type(mender.fix("text"), str)
assert_type(mender.mend("text", protected_spans=[(0, 1)]), Mended)
assert_type(mender.mend_many(["text"], workers=2), Iterator[Mended])
assert_type(mender.survey(), Survey)
assert_type(mender.mend_part("text", mender.survey(), final=False), Mended)

assert_type(textmend.fix("text"), str)
assert_type(textmend.mend("text", min_confidence=0.95), Mended)
assert_type(textmend.mend_bytes(b"text", "gb18030"), Mended)

mended = textmend.mend("text")
assert_type(mended.text, str)
assert_type(mended.original, str)
assert_type(mended.edits, tuple[Edit, ...])
assert_type(mended.moves, tuple[Move, ...])
assert_type(mended.blocks, tuple[Block, ...])
assert_type(mended.suspicions, tuple[Suspicion, ...])
assert_type(mended.encoding, str | None)
assert_type(mended.revert(), str)
assert_type(mended.without(*mended.edits, *mended.moves), Mended)
assert_type(mended.to_original(0), int)
assert_type(mended.to_mended(0), int)
assert_type(mended.to_original((0, 1)), tuple[int, int])
assert_type(mended.to_mended((0, 1)), tuple[int, int])
assert_type(mended.to_dict(), dict[str, Any])
assert_type(Mended.from_dict({}), Mended)

edit = mended.edits[0]
assert_type(edit.start, int)
assert_type(edit.replacement, str)
assert_type(edit.steps, tuple[Step, ...])
assert_type(edit.pass_name, str)
assert_type(edit.reason, str)
assert_type(edit.confidence, float)
assert_type(mended.suspicions[0].alternatives, tuple[str, ...])
assert_type(mended.blocks[0].level, int)

damaged = damage("text", "light", seed=3)
assert_type(damaged, Damaged)
assert_type(damaged.text, str)
assert_type(damaged.truth, tuple[Edit, ...])
assert_type(damaged.restored(), str)
assert_type(damaged.to_dict(), dict[str, Any])
damage("text", Compose((DropCharacters({"的": 0.5}), DropMarks(marks="，。"))))
damage("text", DropMarks)  # type: ignore[arg-type]

mender.mend(b"bytes")  # type: ignore[arg-type]
mender.fix(None)  # type: ignore[arg-type]
mended.to_mended("0")  # type: ignore[call-overload]
Mender("safe", ["width"], (), (), (), 0.9, "add")  # type: ignore[call-arg]
