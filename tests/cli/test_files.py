"""Finding files, and writing them whole or not at all."""

import os
from pathlib import Path, PurePath

import pytest

from textmend import FileProcessingError
from textmend.files import AtomicFile, discover


def names(found):
    return [str(source.name) for source in found.sources]


def test_directories_are_searched_in_order(tree):
    found = discover([str(tree)])
    assert names(found) == ["README.md", "a.txt", "sub/data.jsonl"]
    assert found.errors == []


def test_a_file_may_be_called_anything(tree):
    assert names(discover([str(tree / "picture.png"), str(tree / ".hidden.txt")])) == [
        "picture.png",
        ".hidden.txt",
    ]


def test_each_file_comes_once(tree):
    path = str(tree / "a.txt")
    assert names(discover([path, path, str(tree)])) == ["a.txt", "README.md", "sub/data.jsonl"]


def test_pattern_keeps_the_tree_below_its_fixed_part(tree):
    found = discover([f"{tree}/**/*.jsonl"])
    assert [source.name for source in found.sources] == [PurePath("sub/data.jsonl")]


def test_file_whose_name_looks_like_a_pattern(tmp_path):
    (tmp_path / "a[1].txt").write_text("甲")
    assert names(discover([str(tmp_path / "a[1].txt")])) == ["a[1].txt"]


def test_what_is_not_there_is_an_error_each(tree):
    (tree / "none").mkdir()
    found = discover(
        [str(tree / "x"), str(tree / "*.doc"), str(tree / "none"), str(tree / "a.txt")]
    )
    assert len(found.errors) == 3
    assert names(found) == ["a.txt"]


def test_the_empty_name_is_not_the_current_directory(tree, monkeypatch):
    monkeypatch.chdir(tree)
    found = discover([""])
    assert (found.sources, len(found.errors)) == ([], 1)


def test_links_to_directories_are_not_followed(tree):
    (tree / "loop").symlink_to(tree)
    assert names(discover([str(tree)])) == ["README.md", "a.txt", "sub/data.jsonl"]


def test_nothing_appears_without_commit(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("before")
    with pytest.raises(KeyboardInterrupt), AtomicFile(target) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_commit_replaces_and_numbers_backups(tmp_path):
    target = tmp_path / "a.txt"
    for text in ("one", "two", "three"):
        target.write_text(text)
        with AtomicFile(target, replaces=True, backup=True) as file:
            file.write(b"new")
            file.commit()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "new",
        "a.txt.orig": "one",
        "a.txt.orig.1": "two",
        "a.txt.orig.2": "three",
    }


def test_what_is_no_file_is_not_replaced(tmp_path):
    target, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(target)
    link.symlink_to("pipe")
    for name in (target, link):
        with pytest.raises(FileProcessingError, match="a pipe or a socket"), AtomicFile(name):
            pass
    assert target.is_fifo() and link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_links_are_followed_also_to_what_is_not_there_yet(tmp_path):
    link = tmp_path / "link"
    link.symlink_to("a.txt")
    for data in (b"1", b"2"):
        with AtomicFile(link) as file:
            file.write(data)
            file.commit()
        assert (tmp_path / "a.txt").read_bytes() == data
    assert link.is_symlink()


def test_directories_are_made(tmp_path):
    with AtomicFile(tmp_path / "x/y/a.txt") as file:
        file.write(b"1")
        file.commit()
    assert (tmp_path / "x/y/a.txt").read_bytes() == b"1"


def test_name_too_long_is_an_error_of_ours(tmp_path):
    with (
        pytest.raises(FileProcessingError, match="could not write"),
        AtomicFile(Path(tmp_path, "甲" * 100)) as file,
    ):
        file.commit()
    assert list(tmp_path.iterdir()) == []


def test_results_are_not_searched_but_a_folder_around_the_sources_is_no_result(tree):
    (tree / "out").mkdir()
    (tree / "out" / "b.txt").write_text("甲")
    found = discover([str(tree)], output=tree / "out")
    assert "b.txt" not in {source.path.name for source in found.sources}
    for output in (tree, tree.parent):
        found = discover([str(tree / "sub")], output=output)
        assert [source.path.name for source in found.sources] == ["data.jsonl"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_pipes_are_not_found(tree):
    os.mkfifo(tree / "pipe.txt")
    for argument in (str(tree), str(tree / "*.txt")):
        names = {source.path.name for source in discover([argument]).sources}
        assert "pipe.txt" not in names and "a.txt" in names
