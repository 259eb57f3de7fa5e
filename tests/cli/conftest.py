"""What the tests of the command line share."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``textmend`` in `tmp_path` as a process of its own."""

    def call(*arguments: object, **options) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "COLUMNS": "80", **options.pop("env", {})}
        return subprocess.run(
            [sys.executable, "-m", "textmend", *map(str, arguments)],
            cwd=tmp_path,
            env=environment,
            capture_output="stdout" not in options,
            check=False,
            timeout=60,
            **options,
        )

    return call


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with a file of each format, and some that are not meant to be read."""
    root = tmp_path / "docs"
    (root / "sub").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "a.txt").write_bytes("他说,你好。\r\n没有问题。\r\n".encode())
    (root / "README.md").write_bytes("# 说明\n\n见`f(x,y)`,再说。\n".encode())
    (root / "sub" / "data.jsonl").write_bytes(
        '{"id": 1,  "text": "教育,医疗"}\n{"text":"\\u6559\\u80b2,\\u533b\\u7597"}\n'.encode()
    )
    (root / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (root / ".hidden.txt").write_bytes("甲,乙".encode())
    (root / ".git" / "note.txt").write_bytes("甲,乙".encode())
    return root
