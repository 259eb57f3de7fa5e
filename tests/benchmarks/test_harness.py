"""Each command of the benchmarks runs through on a small text and writes both of its reports."""

import doctest
import json
from importlib import import_module

import pytest

from benchmarks import definitions, engines, run
from benchmarks.__main__ import main
from benchmarks.inputs import INPUTS, Source, build
from benchmarks.texts import Document, read_documents, sample_to

CLEAN = "昨天，我们在学校开会（大家都参加），讨论“双减”政策；老师说：可以！企业增加195名工人。\n"


@pytest.fixture
def text(tmp_path):
    file = tmp_path / "clean.txt"
    file.write_text(CLEAN * 60, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "arguments",
    [
        ["--megabytes", "0.01", "--long", "0.02", "--repeats", "1", "--job", "all", "script"],
        ["harm", "--sample", "2"],
        ["accuracy", "--characters", "3000"],
        ["files", "--megabytes", "0.02", "--repeats", "1"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_command(arguments, text, tmp_path, capsys):
    base = tmp_path / "results" / "report"
    main([*arguments, "--text", str(text), "--output", str(base)])
    markdown = base.with_suffix(".md").read_text(encoding="utf-8")
    assert markdown.strip() == capsys.readouterr().out.strip()
    report = json.loads(base.with_suffix(".json").read_text(encoding="utf-8"))
    assert report["facts"]["date"]
    assert report["tables"]
    for table in report["tables"]:
        assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_start(capsys):
    main(["start", "--repeats", "1"])
    assert "import textmend" in capsys.readouterr().out


def test_engine_that_is_missing_is_named_so():
    def load():
        raise ImportError

    job = definitions.Job("x", "x", (engines.Engine("absent", "nothing", load),))
    given = build("clean", Source([Document("a", CLEAN)], 0.001, 0.001, 1))
    timings = run.measure(job, given, run.Effort(1, 1, 1))
    assert timings[0].note == "not installed"
    assert "not installed" in run.to_table(job, given, timings, "").to_markdown()


def test_slow_engine_is_left_out():
    given = build("clean", Source([Document("a", CLEAN)], 0.001, 0.001, 1))
    job = definitions.Job("x", "x", (engines.normal_form("NFC"),))
    assert run.measure(job, given, run.Effort(1, 1, patience=0))[0].note.startswith("too slow")


def test_inputs_of_every_job_exist():
    assert {name for job in definitions.JOBS for name in job.inputs} == set(INPUTS)


def test_documents_and_samples(text):
    documents = read_documents([text], characters=200)
    assert "".join(document.text for document in documents) == CLEAN * 60
    sample = sample_to(documents, 500, seed=1)
    assert sample == sample_to(documents, 500, seed=1)
    assert 500 <= sum(len(document.text) for document in sample) < 1000


def test_nothing_to_read(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_documents([tmp_path])


@pytest.mark.parametrize("name", ["harm", "scoring", "show", "table", "texts"])
def test_examples(name):
    outcome = doctest.testmod(import_module(f"benchmarks.{name}"))
    assert outcome.attempted
    assert not outcome.failed


def test_lexicons(text, tmp_path, capsys):
    terms = tmp_path / "terms.txt"
    terms.write_text("双减政策\n企业增加\n老师\n学校\n", encoding="utf-8")
    main(["lexicon", "--terms", str(terms), "--text", str(text), "--places", "5"])
    printed = capsys.readouterr().out
    assert "textmend, one error" in printed and "another character" in printed
    assert "Damaged terms put right" in printed and "a character too many inside" in printed
