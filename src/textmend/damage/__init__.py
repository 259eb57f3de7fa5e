"""Damage of clean text, by kind and by seed, with the exact way back.

For measuring a repairer, for training one, and for tests: `damage` gives the damaged text, the
original, and the edits of a perfect repairer between the two.

>>> from textmend.damage import Compose, DropCharacters, DropMarks, damage
>>> damaged = damage("他说：“我们的工作很好。”", "function_characters", seed=1)
>>> damaged.text
'工作'
>>> damaged.restored()
'他说：“我们的工作很好。”'

Damage is put together from kinds; a text is given to it with a generator, or it is given to
`damage` in place of the name of a profile:

>>> mine = Compose((DropCharacters({"的": 0.5}), DropMarks(0.5, marks="，。")))
>>> damage("你的，我的，他的。", mine, seed=4).text
'你我，他'
"""

from textmend.damage.damaged import Change, Damaged
from textmend.damage.dropping import DropCharacters, DropMarks
from textmend.damage.exchanging import LookAlikes, MixScript, MixWidth
from textmend.damage.faults import PageFaults
from textmend.damage.inventory import (
    CHARACTER_CLASSES,
    MARK_CLASSES,
    core_characters,
    droppable,
    look_alikes,
    stop_words,
)
from textmend.damage.kinds import Compose, Damage, Kind, Partly, step
from textmend.damage.layout import BreakLines, JoinLines, WrapLines
from textmend.damage.misreading import MISREADINGS, Mojibake
from textmend.damage.names import MaskNames
from textmend.damage.profiles import PROFILES, Profile, damage
from textmend.damage.words import DropWords

__all__ = [
    "CHARACTER_CLASSES",
    "MARK_CLASSES",
    "MISREADINGS",
    "PROFILES",
    "BreakLines",
    "Change",
    "Compose",
    "Damage",
    "Damaged",
    "DropCharacters",
    "DropMarks",
    "DropWords",
    "JoinLines",
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
]
