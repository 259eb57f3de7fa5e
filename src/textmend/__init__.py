"""textmend: the repair shop for Chinese text.

Text arrives damaged -- wrong decoding, half-width marks, stray blanks and characters of the other
script -- and leaves readable, with every change recorded, explained, graded by confidence and
reversible.

>>> import textmend
>>> mended = textmend.mend("落实““双减”政策”,优化教育环境.")
>>> mended.text
'落实“双减”政策，优化教育环境。'
>>> mended.revert() == mended.original
True
"""

from textmend.edits import Block, Edit, Move, Step, Suspicion
from textmend.errors import (
    DecodingError,
    EditError,
    FileProcessingError,
    ModelError,
    OptionError,
    TableError,
    TextmendError,
    UndoError,
)
from textmend.mended import Mended
from textmend.passes import PASS_NAMES
from textmend.pipeline import Mender, Survey, fix, mend, mend_bytes

__all__ = [
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
]

__version__ = "0.1.0"
