"""The arguments of every command. Nothing is imported here that costs time."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn, TypeAlias

from textmend.cli.lexicon_arguments import add_lexicon
from textmend.cli.values import amount, finite, names, natural, positive, some_name
from textmend.formats import FORMATS

__all__ = ["parse"]

_CODES = """\
exit codes:
  0    done
  1    some file could not be processed; the others were
  2    wrong usage
  130  stopped by Ctrl-C; 141 the reader of the output went away
"""
_CHECK_CODES = """\
exit codes:
  0    clean
  1    damaged, or some file could not be processed
  2    wrong usage
"""
_EXAMPLES = """\
examples:
  textmend fix seeds --output mended        repair a directory into another
  textmend fix notes.txt --in-place         repair a file, keep notes.txt.orig
  textmend fix < dirty.txt > clean.txt      repair standard input
  textmend fix data.jsonl --field body -o mended --edits edits.jsonl
  textmend undo edits.jsonl -o restored     the originals, byte for byte
"""


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


class _Parser(argparse.ArgumentParser):
    """A parser that points to its help after an error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nTry '{self.prog} --help'.\n")


class _FixHelp(argparse.Action):
    """Show the help of `fix`, which says which passes there are; they are imported only here."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> NoReturn:
        from textmend.passes import PASS_NAMES  # noqa: PLC0415

        passes = f"passes, in order: {', '.join(PASS_NAMES)}\n"
        parser.epilog = "\n".join((passes, _CODES, _EXAMPLES))
        parser.print_help()
        parser.exit()


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments of the command line; wrong ones end the program with code 2."""
    parser = _Parser(
        prog="textmend",
        description="Repair Chinese text: every change recorded, explained and reversible.",
        epilog=_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_fix(commands)
    _add_showing(commands, "diff", "show the lines that would change")
    _add_showing(commands, "explain", "list every edit with its context and reason")
    _add_check(commands)
    _add_undo(commands)
    _add_damage(commands)
    add_lexicon(commands, _add_command)
    _add_train(commands)
    return parser.parse_args(arguments)


class _Version(argparse.Action):
    """Look the version up only when asked."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415

        print(f"textmend {version('textmend')}")
        parser.exit()


def _add_command(commands: _Commands, name: str, text: str, *, own_help: bool = False) -> _Parser:
    return commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=not own_help,
    )


def _add_fix(commands: _Commands) -> None:
    text = "repair files, directories or standard input"
    parser = _add_command(commands, "fix", text, own_help=True)
    parser.add_argument("-h", "--help", action=_FixHelp, nargs=0, help="show this help and exit")
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help='files, directories or patterns; none or "-" reads standard input',
    )
    _add_destination(parser, "repaired")
    parser.add_argument(
        "--no-backup", action="store_true", help="with --in-place: do not keep NAME.orig"
    )
    _add_repair(parser)
    _add_formats(parser)
    parser.add_argument(
        "--keep-encoding",
        action="store_true",
        help="write in the encoding of the input (default: UTF-8 without byte-order mark)",
    )
    parser.add_argument(
        "--edits", metavar="FILE.jsonl", type=some_name, help="log every edit in this file"
    )
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive,
        help="how many files to repair at a time, or pieces of a single one (default: one file, "
        "in pieces on all cores)",
    )
    parser.add_argument("--quiet", action="store_true", help="no summary and no progress bar")


def _add_showing(commands: _Commands, name: str, text: str) -> None:
    parser = _add_command(commands, name, text)
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help='files, directories, patterns or "-"'
    )
    _add_repair(parser)
    _add_formats(parser)


def _add_check(commands: _Commands) -> None:
    parser = _add_command(commands, "check", "say what is damaged, where, and what would be done")
    parser.epilog = _CHECK_CODES
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help='files, directories, patterns or "-"'
    )
    parser.add_argument(
        "--format",
        dest="report",
        choices=("human", "json", "sarif"),
        default="human",
        help="how it is said: human (default), json, sarif (2.1.0)",
    )
    parser.add_argument(
        "--places", metavar="N", type=natural, default=10, help="human: at most so many a file"
    )
    _add_repair(parser)
    _add_formats(parser, "--input-format")


def _add_undo(commands: _Commands) -> None:
    text = "give back the originals of the files in an edit log"
    parser = _add_command(commands, "undo", text)
    parser.add_argument("log", metavar="EDITS.jsonl", help="what fix --edits wrote")
    _add_destination(parser, "original")


def _add_damage(commands: _Commands) -> None:
    text = "damage a clean text, to measure or train a repairer"
    parser = _add_command(commands, "damage", text)
    parser.add_argument(
        "path",
        metavar="FILE",
        nargs="?",
        default="-",
        help='a text; none or "-" reads standard input',
    )
    parser.add_argument("--list", action="store_true", help="list the profiles and exit")
    parser.add_argument(
        "--profile", metavar="NAME", default="mixed", help="which damage (default: mixed)"
    )
    parser.add_argument(
        "--seed", metavar="N", type=natural, default=0, help="0 (default) or more; decides all"
    )
    parser.add_argument(
        "--truth",
        metavar="FILE.jsonl",
        type=some_name,
        help="write the edits that repair the damage to this file",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=some_name,
        help="write the damaged text there, in UTF-8",
    )
    parser.add_argument("--encoding", metavar="NAME", help="of the text; default: detected")


def _add_train(commands: _Commands) -> None:
    text = "adapt the model to clean text of your own, and say whether it helped"
    parser = _add_command(commands, "train", text)
    parser.epilog = (
        "The last tenth of each file is not learned from; what helps there is kept, and a table\n"
        "says how much. Needs the extra: python3 -m pip install 'textmend[train]'\n\n" + _CODES
    )
    parser.add_argument("paths", metavar="CORPUS", nargs="+", help="clean text, a paragraph a line")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=some_name,
        required=True,
        help="the model file to write",
    )
    parser.add_argument(
        "--model", metavar="FILE", help="begin with this model; default: the package's"
    )
    parser.add_argument(
        "--no-network",
        dest="network",
        action="store_false",
        help="adapt the n-gram model alone: seconds, without PyTorch",
    )
    parser.add_argument(
        "--minutes", metavar="X", type=amount, default=10.0, help="for the network (default: 10)"
    )
    parser.add_argument(
        "--steps",
        metavar="N",
        type=positive,
        help="in place of minutes; then the seed decides everything",
    )
    parser.add_argument(
        "--megabytes",
        metavar="X",
        type=amount,
        default=4.0,
        help="that the n-gram model of your text may take (default: 4)",
    )
    parser.add_argument(
        "--seed", metavar="N", type=natural, default=1, help="of all draws (default: 1)"
    )
    parser.add_argument("--quiet", action="store_true", help="only the table")


def _add_destination(parser: _Parser, what: str) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=some_name,
        help=f"write the {what} files below this directory, as they lie below PATH",
    )
    where.add_argument(
        "--in-place", action="store_true", help=f"put each {what} file in the place of the other"
    )


def _add_repair(parser: _Parser) -> None:
    group = parser.add_argument_group("what is repaired")
    group.add_argument(
        "--preset",
        choices=("safe", "full"),
        default="full",
        help="safe: the deterministic passes alone; full (default): all passes",
    )
    group.add_argument("--passes", metavar="A,B", type=names, help="run these passes only")
    group.add_argument("--skip", metavar="A,B", type=names, default=(), help="leave these out")
    group.add_argument(
        "--min-confidence", metavar="X", type=finite, help="leave out edits less sure than this"
    )
    group.add_argument(
        "--lexicon",
        metavar="FILE",
        action="append",
        default=[],
        help="terms that stay as they are and are put right where they were damaged, a list of "
        "your own with its fixed repairs, or the name of a domain, such as law",
    )
    group.add_argument(
        "--protect", metavar="TERM", action="append", default=[], help="leave this text alone"
    )
    group.add_argument(
        "--han-latin",
        choices=("auto", "add", "remove"),
        default="auto",
        help="blanks between Chinese and Latin; auto (default) keeps the document's habit",
    )
    group.add_argument(
        "--katakana", choices=("keep", "fold"), default="keep", help="half-width katakana"
    )
    group.add_argument(
        "--lookalikes",
        choices=("ocr", "typing", "off"),
        default="ocr",
        help="repair what looks like what was meant (ocr, default), or sounds like it (typing); "
        "off: only the fixed repairs of lexicons",
    )
    group.add_argument(
        "--convert", metavar="NAME", help="convert the script: t2s, s2t, s2tw, s2hk, tw2s, …"
    )
    group.add_argument(
        "--drop",
        metavar="A,B",
        type=names,
        default=(),
        help="leave out blocks of these kinds, e.g. caption,imprint,masthead",
    )
    group.add_argument(
        "--headings",
        choices=("keep", "markdown"),
        default="keep",
        help="markdown: set number signs before headings",
    )
    group.add_argument(
        "--breaks",
        choices=("keep", "find"),
        default="keep",
        help="find: cut headings and paragraphs apart that were run together in one line",
    )
    group.add_argument(
        "--model", metavar="FILE", help="another model than the package's, as train writes it"
    )


def _add_formats(parser: _Parser, option: str = "--format") -> None:
    group = parser.add_argument_group("how files are read")
    group.add_argument(
        option,
        dest="format",
        choices=FORMATS,
        help="default: by suffix; .md .markdown, .jsonl .ndjson, all others text",
    )
    group.add_argument(
        "--field", metavar="NAME", default="text", help="jsonl: where the text is (a.b for nested)"
    )
    group.add_argument("--encoding", metavar="NAME", help="default: detected for each file")
