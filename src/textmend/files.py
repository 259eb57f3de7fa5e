"""Which files are meant, and how they are written so that nothing is ever half done."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import re
import shutil
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import TracebackType
from typing import BinaryIO

from textmend.errors import FileProcessingError

__all__ = [
    "SUFFIXES",
    "AtomicFile",
    "Found",
    "Source",
    "cannot",
    "discover",
    "may_be_backup",
    "write_all",
]

SUFFIXES = (".txt", ".md", ".markdown", ".jsonl", ".ndjson")
"""Files that are looked for in directories; a file named on its own may be called anything."""

_ADVICE = {
    errno.EACCES: "ask its owner for permission, or copy it elsewhere",
    errno.EPERM: "ask its owner for permission, or copy it elsewhere",
    errno.ENOENT: "check the name",
    errno.EEXIST: "a directory is needed there",
    errno.ENOTDIR: "a directory is needed there",
    errno.EISDIR: "a file is needed there",
    errno.ENXIO: "a file is needed there",
    errno.ENOSPC: "free some space and run again; what was there before is untouched",
    errno.EDQUOT: "free some space and run again; what was there before is untouched",
    errno.EFBIG: "write to another file system; what was there before is untouched",
    errno.EROFS: "write elsewhere with --output",
}

_BACKUP = re.compile(r"\.orig(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Args:
        path: where it is, as the user would write it.
        name: what to call it below an output directory.
    """

    path: Path
    name: PurePath


@dataclass(slots=True)
class Found:
    """What `discover` found, and what it could not find."""

    sources: list[Source] = field(default_factory=list)
    errors: list[FileProcessingError] = field(default_factory=list)


def cannot(action: str, path: object, error: OSError) -> FileProcessingError:
    """Return an error that says what could not be done to `path`, why, and what to do.

    >>> str(cannot("read", "a.txt", FileNotFoundError(errno.ENOENT, "No such file")))
    'a.txt: could not read it (No such file); check the name.'
    """
    advice = _ADVICE.get(error.errno or 0, "check the file and its directory")
    return FileProcessingError(f"{path}: could not {action} it ({error.strerror}); {advice}.")


def discover(
    arguments: Iterable[str], output: Path | None = None, ignore: Iterable[Path] = ()
) -> Found:
    """Return the files that the arguments name: files, directories and glob patterns.

    Directories are searched for files with one of `SUFFIXES`, hidden ones left out; where the
    directory `output` lies below them, what is in it is not found, nor what is in `ignore`. An
    argument that names nothing is an error among `Found.errors`, and does not stop the others. Each
    file comes once.

    >>> str(discover(["no/such/file.txt"]).errors[0])
    'no/such/file.txt: could not find it (no such file); check the name.'
    """
    results = output.resolve() if output else None
    ignored = {path.resolve() for path in ignore}
    found = Found()
    seen: set[str] = set()
    for argument in arguments:
        sources, searched = _expand(argument, Path(argument), found.errors)
        skips = results if results and searched and searched in results.parents else None
        for source in sources:
            real = source.path.resolve()
            skipped = real in ignored or (skips is not None and real.is_relative_to(skips))
            key = str(source.path.absolute())
            if key in seen or (skipped and searched):
                continue
            seen.add(key)
            if str(source.path) == "-":  # which alone stands for standard input
                source = Source(source.path.absolute(), source.name)  # noqa: PLW2901
            found.sources.append(source)
    return found


def _expand(
    argument: str, path: Path, errors: list[FileProcessingError]
) -> tuple[list[Source], Path | None]:
    """Return what an argument names, and the directory that was searched for it, if any."""
    if argument and path.is_dir():  # the empty name, of an unset variable, is no directory
        return _in_directory(path, errors), path.resolve()
    if argument and (path.exists() or path.is_symlink()):
        return [Source(path, PurePath(path.name))], None
    if glob.has_magic(argument):
        base = Path(*_literal_parts(PurePath(argument)))
        return _matching(argument, base, errors), base.resolve()
    errors.append(
        FileProcessingError(
            f"{argument or repr('')}: could not find it (no such file); check the name."
        )
    )
    return [], None


def _in_directory(directory: Path, errors: list[FileProcessingError]) -> list[Source]:
    refused: list[OSError] = []
    sources = []
    for folder, folders, names in os.walk(directory, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                path = Path(folder, name)
                if path.is_file():  # no pipe, which nobody may ever write to
                    sources.append(Source(path, path.relative_to(directory)))
    errors += [cannot("read", error.filename, error) for error in refused]
    if not sources and not refused:
        errors.append(
            FileProcessingError(
                f"{directory}: there is no file to repair in this directory (looked for "
                f"{', '.join('*' + suffix for suffix in SUFFIXES)}); name the files themselves."
            )
        )
    return sources


def _matching(pattern: str, base: Path, errors: list[FileProcessingError]) -> list[Source]:
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    files = [match for match in matches if match.is_file()]
    if not files:
        errors.append(FileProcessingError(f"{pattern}: no file matches this pattern; check it."))
    return [Source(match, match.relative_to(base)) for match in files]


def _literal_parts(pattern: PurePath) -> Iterator[str]:
    """Yield the folders of a pattern before the first part that holds a wildcard."""
    for part in pattern.parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def write_all(file: BinaryIO, data: bytes | memoryview) -> None:
    """Write all of `data` to an unbuffered file, which may take it in pieces."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


class AtomicFile:
    """A file that appears under its name only when it is complete.

    Bytes go to a temporary file in the same directory, which `commit` renames. Without `commit`,
    and on any exception, Ctrl-C included, nothing is left.

    Args:
        target: the name; a symbolic link is followed.
        replaces: whether `target` is the input itself: its permissions are kept, and the bytes
            are on the disk before the old ones go.
        backup: whether what stood under the name is kept beside it as ``NAME.orig``
            (``NAME.orig.1`` and so on where that exists).

    Raises:
        FileProcessingError: if it cannot be written; `target` is then as before.
    """

    size: int
    """Bytes that were written."""

    def __init__(self, target: Path, *, replaces: bool = False, backup: bool = False) -> None:
        self.target = target
        self._replaces = replaces
        self._backup = backup
        self._temporary: Path | None = None
        self._file: BinaryIO | None = None
        self.size = 0

    def __enter__(self) -> AtomicFile:
        try:
            if self.target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a directory has this name")
            if self.target.is_symlink():
                if self.target.absolute().parts[1] in ("dev", "proc"):  # as /dev/stdout is
                    raise OSError(errno.ENXIO, "it stands for an open file")
                self.target = self.target.resolve()
            if self.target.exists() and not self.target.is_file():
                raise OSError(errno.ENXIO, "it is a device, a pipe or a socket")
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._temporary = self.target.with_name(f".textmend-{os.urandom(8).hex()}.tmp")
            self._file = self._temporary.open("xb", buffering=0)
        except OSError as error:
            raise cannot("write", self.target, error) from error
        except BaseException:  # Ctrl-C
            self._discard()
            raise
        return self

    def write(self, data: bytes | memoryview) -> None:
        """Add bytes: all of them or, if it raises, none."""
        assert self._file is not None, "an AtomicFile is written inside its with block"
        try:
            write_all(self._file, data)
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self.size)
                self._file.seek(self.size)
            raise cannot("write", self.target, error) from error
        self.size += len(data)

    def commit(self) -> None:
        """Give the file its name."""
        assert self._file is not None, "an AtomicFile is committed inside its with block"
        assert self._temporary is not None
        try:
            if self._replaces:
                _copy_permissions(self.target, self._file)
                os.fsync(self._file.fileno())
            self._file.close()
            if self._backup:
                _keep_beside(self.target)
            self._temporary.replace(self.target)
        except OSError as error:
            raise cannot("write", self.target, error) from error
        self._temporary = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._discard()

    def _discard(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)
            self._temporary = None


def _copy_permissions(source: Path, file: BinaryIO) -> None:
    status = source.stat()
    with contextlib.suppress(PermissionError):  # only root may give a file away
        os.fchown(file.fileno(), status.st_uid, status.st_gid)
    os.fchmod(file.fileno(), stat.S_IMODE(status.st_mode))


def may_be_backup(path: Path, target: Path) -> bool:
    """Tell whether `path` is a name under which a backup of `target` may be kept.

    >>> may_be_backup(Path("a.txt.orig.2"), Path("a.txt"))
    True
    """
    is_beside = path.parent == target.parent and path.name.startswith(target.name)
    return is_beside and _BACKUP.fullmatch(path.name, len(target.name)) is not None


def _keep_beside(path: Path) -> None:
    """Give `path` a second name, ``NAME.orig`` or the next one that is free."""
    number = 0
    while True:
        backup = path.with_name(f"{path.name}.orig" + (f".{number}" if number else ""))
        try:
            os.link(path, backup)
            return
        except FileExistsError:
            number += 1
        except OSError:
            if not backup.exists():
                _copy(path, backup)
                return
            number += 1


def _copy(path: Path, backup: Path) -> None:
    """Copy where a file system has no second names for a file."""
    with AtomicFile(backup) as file:
        with path.open("rb") as original:
            while block := original.read(1 << 20):
                file.write(block)
        file.commit()
    shutil.copystat(path, backup)
