"""`textmend explain`: every edit with its context, and what was seen and left alone."""

from __future__ import annotations

import argparse
import sys

from textmend.cli.showing import show
from textmend.cli.terminal import palette_for
from textmend.report import explain_lines

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print the account and return the exit code."""
    palette = palette_for(sys.stdout)
    return show(options, lambda label, piece: explain_lines(label, piece, palette))
