"""How the source hangs together: imports flow one way, rules are used, files are short."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "textmend"
CORE = ROOT / "native" / "core"
TABLES = ROOT / "dictionaries"

# A module may import from its own layer or from one above it in this list.
LAYERS = (
    ("_native", "ahead", "errors", "display", "places", "sections"),
    ("edits", "tables", "files", "protection"),
    ("formats", "model", "gate"),
    ("lexicon", "reading"),
    ("decoding", "mended", "pieces"),
    ("draft",),
    ("passes",),
    ("choices",),
    ("survey",),
    ("pipeline",),
    ("damage",),
    ("training",),
    (
        "windows",
        "regrouping",
        "documents",
        "editlog",
        "findings",
        "findings_report",
        "report",
        "reverting",
    ),
    ("cli",),
)

NETWORK = {
    "asyncio", "ftplib", "http", "http.client", "httpx", "requests", "smtplib", "socket", "ssl",
    "urllib.request", "urllib3", "xmlrpc",
}  # fmt: skip
SLOW = {"charset_normalizer", "ftfy", "jieba", "opencc", "regex"}

# Tables of the passes that are not the native core's.
RULE_COLUMNS = {"unicode.tsv": 3, "unicode_derived.tsv": 3}
TEXT_FILES = {
    ".cpp", ".hpp", ".json", ".md", ".py", ".pyi", ".toml", ".tsv", ".txt", ".yaml", ".yml", "",
}  # fmt: skip


def modules() -> dict[str, Path]:
    """Return the modules of the package by dotted name below it."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
        found[".".join(part for part in parts if part != "__init__")] = path
    return found


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports when it runs, at its top or within functions."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test)
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            assert node.level == 0, f"{path}: a relative import"
            names = [alias.name for alias in node.names]
            is_package = module in ("textmend", "textmend.passes", "textmend.cli")
            for name in names:
                inner = f"{module}.{name}".removeprefix("textmend.")
                yield f"textmend.{inner}" if is_package and _is_module(inner) else module


def _is_module(name: str) -> bool:
    return name == "_native" or name in modules()


@cache
def layer(module: str) -> int:
    """Return the number of the layer that a module of the package belongs to."""
    top = module.split(".", maxsplit=1)[0]
    return next(i for i, names in enumerate(LAYERS) if top in names)


def own_imports(path: Path) -> set[str]:
    return {
        name.removeprefix("textmend.") for name in imports(path) if name.startswith("textmend.")
    }


SHARED = [name for name in modules() if name not in ("", "__main__")]


@pytest.mark.parametrize("name", SHARED)
def test_imports_flow_one_way(name: str) -> None:
    for imported in own_imports(modules()[name]):
        assert layer(imported) <= layer(name), f"{name} imports {imported}"


def test_no_imports_go_round() -> None:
    graph = {name: own_imports(path) - {name} for name, path in modules().items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for imported in sorted(graph.get(name, ())):
                visit(imported, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_only_its_command_knows_the_training() -> None:
    for name, path in modules().items():
        if not name.startswith("training") and name != "cli.train":
            assert not {i for i in own_imports(path) if i.startswith("training")}, name


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("passes.")])
def test_passes_never_import_each_other(name: str) -> None:
    own = name.split(".")[1]
    others = {imported for imported in own_imports(modules()[name]) if "passes." in imported}
    assert {other for other in others if other.split(".")[1] != own} == set()


def test_each_pass_has_one_file_named_after_it() -> None:
    from textmend.passes import PASS_NAMES

    native = {path.stem for path in (CORE / "passes").glob("*.cpp")}
    written = {name.split(".")[1] for name in modules() if name.startswith("passes.")}
    assert written <= set(PASS_NAMES) <= written | native


@pytest.mark.parametrize("name", modules())
def test_nothing_opens_a_connection(name: str) -> None:
    assert not NETWORK & set(imports(modules()[name]))


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    return done.stdout


def test_importing_loads_nothing_slow_and_no_network() -> None:
    loaded = set(run("import sys, textmend; print(*sys.modules)").split())
    assert not loaded & (SLOW | NETWORK)
    assert not {name for name in loaded if name.startswith("textmend.damage")}


def test_damaging_loads_what_it_needs_alone() -> None:
    code = (
        "import sys\n"
        "from textmend.damage import damage\n"
        "assert damage('今天，晴。', 'stopwords').text == '今天晴'\n"
        "print(*sys.modules)"
    )
    assert not set(run(code).split()) & (SLOW | NETWORK)


def test_mending_plain_text_loads_nothing_slow_and_prints_nothing() -> None:
    code = (
        "import sys, textmend\n"
        "mender = textmend.Mender()\n"
        "assert mender.fix('今天,晴.') == '今天，晴。'\n"
        "print(*sys.modules)"
    )
    assert not set(run(code).split()) & ((SLOW - {"regex"}) | NETWORK)


def test_the_core_knows_no_python() -> None:
    for path in CORE.rglob("*.[ch]pp"):
        source = path.read_text("utf-8")
        assert not re.search(r"#include\s*[<\"](Python\.h|nanobind)", source), path


def test_every_core_type_is_in_the_namespace() -> None:
    for path in CORE.rglob("*.[ch]pp"):
        assert re.search(r"namespace textmend(::\w+)? \{", path.read_text("utf-8")), path


def rows(name: str) -> list[list[str]]:
    lines = (TABLES / name).read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and line != "#" and line[:2] != "# "]


def rules_in_code() -> set[str]:
    """Names of rules as Python passes write them, and those that a native pass applies."""
    from textmend.passes import PASS_NAMES

    name = re.compile(rf'"((?:{"|".join(PASS_NAMES)})\.[a-z0-9_]+)"')
    found = set()
    for path in (PACKAGE / "passes").rglob("*.py"):
        found |= set(name.findall(path.read_text("utf-8")))
    native = "".join(
        path.read_text("utf-8")
        for path in sorted(CORE.rglob("*.[ch]pp"))
        if path.name != "rules.hpp"
    )
    header = (CORE / "rules.hpp").read_text("utf-8")
    enum, names = header.split("enum class RuleId")[1].split("kNativeRuleNames")[:2]
    constants = re.findall(r"\bk(\w+),", enum.split("kCount")[0])
    for constant, rule in zip(constants, name.findall(names), strict=True):
        assert constant.lower() == re.sub(r"[._]", "", rule), (constant, rule)
        if re.search(rf"RuleId::k{constant}\b", native):
            found.add(rule)
    return {rule for rule in found if not rule.endswith(".tsv")}


def rules_in_tables() -> set[str]:
    return {row[column] for file, column in RULE_COLUMNS.items() for row in rows(file)}


def test_every_rule_is_used_and_every_rule_used_is_known() -> None:
    known = {row[0] for row in rows("rules.tsv")}
    used = rules_in_code() | rules_in_tables()
    assert used - known == set(), "used, but not in rules.tsv"
    assert known - used == set(), "in rules.tsv, but never applied"


def test_rules_belong_to_passes_and_are_sorted() -> None:
    from textmend.passes import PASS_NAMES

    table = rows("rules.tsv")
    assert [row[0] for row in table] == sorted(row[0] for row in table)
    for row in table:
        assert row[1] in PASS_NAMES, row
        assert row[0].split(".")[0] == row[1], row
        assert 0.0 <= float(row[2]) <= 1.0, row
        assert row[4].strip(), row


def source_files() -> Iterator[Path]:
    """Yield the files that are the project's own, without build products and caches."""
    skipped = {"build", "dist", "mended", "seeds", "__pycache__", "node_modules", "venv", "inputs"}
    stack = [ROOT]
    while stack:
        for path in sorted(stack.pop().iterdir()):
            if path.name in skipped or (path.name.startswith(".") and path.name != ".ci"):
                continue
            if path.is_dir():
                if not path.name.endswith(".egg-info"):
                    stack.append(path)
            elif path.suffix in TEXT_FILES:
                yield path


def test_source_files_are_short() -> None:
    code = (path for path in source_files() if path.suffix in (".py", ".pyi", ".cpp", ".hpp"))
    long = {str(path.relative_to(ROOT)): n for path in code if (n := _line_count(path)) >= 500}
    assert long == {}


def _line_count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def test_no_file_names_a_machine() -> None:
    # What starts at the root of somebody's disk; URLs and texts in the cases are another matter.
    folders = r"root|Users|mnt|home/\w+|tmp/\w+"
    machine = re.compile(rf"(?<![\w.:/~*-])/(?:{folders})/\w")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()[:80]}"
        for path in source_files()
        if "cases" not in path.parts and path.suffix != ".tsv"
        for line in path.read_text("utf-8").splitlines()
        if machine.search(line)
    ]
    assert found == []
