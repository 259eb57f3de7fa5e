"""Lexicons: word lists that are found in running text at full speed, whole or damaged.

>>> lexicon = Lexicon.of(["中国共产党的领导", "义务教育"])
>>> for match in lexicon.find("坚持中国共产党领导，办好义 务教育。"):
...     print(match.start, match.end, match.term, match.kind)
2 9 中国共产党的领导 skeleton
12 17 义务教育 cut
"""

from textmend.lexicon.compiled import Lexicon
from textmend.lexicon.matches import MATCH_KINDS, Insertion, Match, Matches, SkeletonCandidate
from textmend.lexicon.user import FixedRepair, UserLexicon, read_lexicons

__all__ = [
    "MATCH_KINDS",
    "FixedRepair",
    "Insertion",
    "Lexicon",
    "Match",
    "Matches",
    "SkeletonCandidate",
    "UserLexicon",
    "read_lexicons",
]
