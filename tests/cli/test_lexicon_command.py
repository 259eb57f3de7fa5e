"""`textmend lexicon`: what its three parts print and write."""

import pytest

TEXT = "县里推进优质均衡发展县创建\n专家评估优质均衡发展县，成效好\n我们支持优质均衡发展县的工作\n"


def test_build_show_and_test(run, tmp_path):
    pytest.importorskip("jieba")
    (tmp_path / "corpus.txt").write_text(TEXT * 4, encoding="utf-8")
    limits = ("--cohesion", "0.5", "--entropy", "0.3")
    done = run("lexicon", "build", "corpus.txt", "-o", "terms.tsv", *limits)
    assert done.returncode == 0, done.stderr
    rows = [
        line.split("\t")
        for line in (tmp_path / "terms.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("# ")
    ]
    assert rows[0][:3] == ["优质均衡发展县", "12", "12"]
    assert "优质均衡发展县" in rows[0][5]
    shown = run("lexicon", "show", "terms.tsv").stdout.decode()
    assert "优质均衡发展县" in shown and "fixed repairs" in shown
    tried = run("lexicon", "test", "创建优质均衡发 展县", "--lexicon", "terms.tsv")
    assert tried.stdout.decode().split("\t")[1:4] == ["优质均衡发 展县", "优质均衡发展县", "cut"]


def test_the_lexicons_that_are_there(run):
    done = run("lexicon", "test", "推进义务教 育")
    assert "义务教 育\t义务教育\tcut\t1\n" in done.stdout.decode()


def test_show_repairs(run, tmp_path):
    (tmp_path / "list.tsv").write_text("教育居\t教育局\t县~\n", encoding="utf-8")
    shown = run("lexicon", "show", "list.tsv").stdout.decode()
    assert "教育居 -> 教育局  where 县~" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "missing.txt"], 1),
        (["show", "missing.tsv"], 1),
        (["test", "甲", "--lexicon", "missing.tsv"], 2),
        (["build", "missing.txt", "--cohesion", "nan"], 2),
        (["build", "missing.txt", "-o", ""], 2),
        (["test", "甲", "--errors", "3"], 2),
        (["nonsense"], 2),
    ],
)
def test_wrong_usage(run, arguments, code):
    done = run("lexicon", *arguments)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr and done.stderr


def test_the_output_is_not_part_of_the_corpus(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run("lexicon", "build", "a.txt", "-o", "a.txt").returncode == 2
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT
