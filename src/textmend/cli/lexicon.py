"""`textmend lexicon`: mine the terms of a domain, show a lexicon, try one on a text."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from textmend.cli.repair import open_input
from textmend.decoding import decode
from textmend.display import visible
from textmend.errors import FileProcessingError, OptionError, TextmendError
from textmend.files import AtomicFile, cannot, discover
from textmend.lexicon import FixedRepair, Lexicon, read_lexicons
from textmend.lexicon.domains import DOMAINS, domain_lexicon
from textmend.lexicon.mining import MinedTerm, Mining, mine

__all__ = ["run"]

_COLUMNS = ("term", "count", "paragraphs", "cohesion", "entropy", "example")
_MAGIC = b"\x89tmend\r\n"  # of a compiled lexicon


def run(options: argparse.Namespace) -> int:
    """Run the part of the command that was asked for, and return the exit code."""
    parts = {"build": _build, "show": _show, "test": _test}
    return parts[options.part](options)


def _build(options: argparse.Namespace) -> int:
    found = discover(options.corpora)
    if found.errors:
        raise found.errors[0]
    paths = [source.path for source in found.sources]
    if options.output and Path(options.output).resolve() in {path.resolve() for path in paths}:
        raise OptionError(f"The output {options.output} is part of the corpus: name another file.")
    limits = Mining(
        options.count, options.paragraphs, options.cohesion, options.entropy, Mining().share
    )
    known = read_lexicons(options.known).terms
    terms = mine(lambda: (line for path in paths for line in _paragraphs(path)), limits, known)
    text = "".join(f"{line}\n" for line in _table(terms, paths))
    if options.output:
        with AtomicFile(Path(options.output)) as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.commit()
        print(f"{len(terms)} terms in {options.output}", file=sys.stderr)
    else:
        sys.stdout.write(text)
    return 0


def _paragraphs(path: Path) -> Iterator[str]:
    """Yield the paragraphs of a file; it must be UTF-8, since it is not read as a whole."""
    try:
        with path.open(encoding="utf-8-sig", errors="strict") as file:
            yield from filter(None, map(str.strip, file))
    except UnicodeDecodeError as error:
        raise FileProcessingError(
            f"{path} is no UTF-8 text ({error}): convert it first."
        ) from error
    except OSError as error:
        raise cannot("read", path, error) from error


def _table(terms: Iterable[MinedTerm], paths: list[Path]) -> Iterator[str]:
    yield f"# Source: mined by textmend from {', '.join(path.name for path in paths)}"
    yield f"# Columns: {'<TAB>'.join(_COLUMNS)}"
    for item in terms:
        scores = f"{item.cohesion:.2f}\t{item.entropy:.2f}"
        yield f"{item.term}\t{item.count}\t{item.paragraphs}\t{scores}\t{item.example}"


def _show(options: argparse.Namespace) -> int:
    terms, repairs = _contents(options.file)
    print(f"{options.file}: {len(terms)} terms, {len(repairs)} fixed repairs")
    lengths = Counter(map(len, terms))
    if lengths:
        print("characters: " + ", ".join(f"{n}: {lengths[n]}" for n in sorted(lengths)))
    for term in terms[: options.most]:
        print(f"  {visible(term)}")
    for repair in repairs[: options.most]:
        where = f"  where {repair.context}" if repair.context else ""
        print("  " + visible(f"{repair.wrong} -> {repair.right}{where}"))
    left = max(len(terms) - options.most, 0) + max(len(repairs) - options.most, 0)
    if left:
        print(f"  and {left} more; --most says how many are shown")
    return 0


def _contents(name: str) -> tuple[list[str], tuple[FixedRepair, ...]]:
    if _is_compiled(name):
        return list(Lexicon(name)), ()
    lexicon = read_lexicons([name])
    return list(lexicon.terms), lexicon.repairs


def _is_compiled(name: str) -> bool:
    if name in DOMAINS:
        return False
    try:
        with Path(name).open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise cannot("read", Path(name), error) from error


def _test(options: argparse.Namespace) -> int:
    text = options.text if options.text != "-" else _standard_input()
    for match in _lexicon(options.lexicon).find(
        text, errors=options.errors, overlapping=options.all
    ):
        span = f"{match.start}-{match.end}"
        found, term = visible(text[match.start : match.end]), visible(match.term)
        print(f"{span}\t{found}\t{term}\t{match.kind}\t{match.distance}")
    return 0


def _standard_input() -> str:
    with open_input(Path("-")) as file:
        return decode(file.read())[0]


def _lexicon(paths: list[str]) -> Lexicon:
    """Return what the files hold, or the lexicons that textmend brings along.

    Raises:
        OptionError: if a file cannot be used.
    """
    if not paths:
        return domain_lexicon()
    try:
        if len(paths) == 1 and _is_compiled(paths[0]):
            return Lexicon(paths[0])
        return Lexicon.of(term for path in paths for term in _contents(path)[0])
    except TextmendError as error:
        raise OptionError(str(error)) from error
