"""The types that users see, and the stub of the native module against the module itself."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from enum import EnumMeta
from pathlib import Path
from typing import Any

import pytest

from textmend import _native

ROOT = Path(__file__).parents[2]
STUB = ROOT / "src" / "textmend" / "_native.pyi"


def test_mypy_sees_the_types_of_the_contract(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    source = Path(__file__).with_name("public_types.py")
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={tmp_path}"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, str(source)],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _is_public(name: str) -> bool:
    return not name.startswith("_")


def _stub_members(body: list[ast.stmt]) -> dict[str, ast.stmt]:
    """Return what a stub declares, but for aliases of types."""
    members: dict[str, ast.stmt] = {}
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            members[node.name] = node
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            members[node.target.id] = node
    return members


STUB_NAMES = _stub_members(ast.parse(STUB.read_text("utf-8")).body)
CLASSES = [name for name, node in STUB_NAMES.items() if isinstance(node, ast.ClassDef)]


def _parameters(function: Any) -> list[str]:
    """Return the parameter names that nanobind keeps for a function, without self."""
    signature = function.__nb_signature__[0][0]
    inside = signature[signature.index("(") + 1 : signature.rindex(") ->")]
    depth, names, start = 0, [], 0
    for i, character in enumerate(f"{inside},"):
        depth += (character in "[(") - (character in "])")
        if character == "," and depth == 0:
            names.append(re.split("[:=]", inside[start:i])[0].strip())
            start = i + 1
    return [name for name in names if name not in ("", "self", "/", "*")]


def _stub_parameters(node: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return [name for name in names if name != "self"]


def test_the_module_has_the_names_of_the_stub() -> None:
    there = {name for name in vars(_native) if _is_public(name)}
    assert set(STUB_NAMES) == there


@pytest.mark.parametrize(
    "name", [name for name, node in STUB_NAMES.items() if isinstance(node, ast.FunctionDef)]
)
def test_functions_take_what_the_stub_says(name: str) -> None:
    node = STUB_NAMES[name]
    assert isinstance(node, ast.FunctionDef)
    assert _parameters(getattr(_native, name)) == _stub_parameters(node)


@pytest.mark.parametrize("name", CLASSES)
def test_classes_have_the_members_of_the_stub(name: str) -> None:
    node = STUB_NAMES[name]
    assert isinstance(node, ast.ClassDef)
    kind = getattr(_native, name)
    if isinstance(kind, EnumMeta):
        members = [n.targets[0].id for n in node.body if isinstance(n, ast.Assign)]  # type: ignore[attr-defined]
        assert members == [member.name for member in kind]  # type: ignore[var-annotated]
        return
    members = _stub_members(node.body)
    there = {member for member in vars(kind) if _is_public(member)}
    assert {member for member in members if _is_public(member)} == there
    for member, declared in members.items():
        found = vars(kind)[member]
        if not isinstance(declared, ast.FunctionDef):
            assert isinstance(found, property), member
        elif any(isinstance(d, ast.Name) and d.id == "property" for d in declared.decorator_list):
            assert isinstance(found, property), member
            assert found.fset is None, member
        elif hasattr(found, "__nb_signature__") or hasattr(kind, member):
            function = getattr(kind, member)
            assert _parameters(function) == _stub_parameters(declared), member


@pytest.mark.parametrize("name", ["NativeEditError", "NativeTableError"])
def test_native_errors_are_value_errors(name: str) -> None:
    assert issubclass(getattr(_native, name), ValueError)
