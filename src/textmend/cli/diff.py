"""`textmend diff`: the lines that would change, with the changes marked."""

from __future__ import annotations

import argparse
import sys

from textmend.cli.showing import show
from textmend.cli.terminal import palette_for, width_of
from textmend.report import diff_lines

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print the differences and return the exit code."""
    palette = palette_for(sys.stdout)
    width = width_of()
    return show(options, lambda label, piece: diff_lines(label, piece, palette, width))
