"""Model files and the n-gram model as Python sees them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from textmend import _native
from textmend.errors import FileProcessingError, ModelError
from textmend.model import ModelFile, NgramModel, model_errors, vocabulary_section, write_model

TEXT = "教育局的教育\n教育的局\n的局\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.model"


def ngram_sections(order: int = 3) -> dict[str, bytes]:
    vocabulary = vocabulary_section(TEXT.replace("\n", ""))
    with tempfile.TemporaryDirectory() as folder:
        counter = _native.NgramCounter(vocabulary, order, folder, 1 << 20)
        counter.add(TEXT, 1000, 0)
        counts = counter.finish([0] * order)
    return {"vocabulary": vocabulary, **_native.NgramEstimate(counts).pack()}


def test_sections_come_back(path: Path) -> None:
    sections = {"one": b"1", "two": b"", "three": bytes(range(256)) * 3}
    write_model(path, sections)
    file = ModelFile(path)
    assert file.names == tuple(sections)
    for name, content in sections.items():
        assert bytes(file.section(name)) == content


def test_a_section_outlives_its_file(path: Path) -> None:
    write_model(path, {"one": b"12345"})
    section = ModelFile(path).section("one")
    path.unlink()
    assert bytes(section) == b"12345"
    assert section.readonly


def test_a_missing_section_is_an_error(path: Path) -> None:
    write_model(path, {"one": b"1"})
    with pytest.raises(ModelError, match="no section `two`"):
        ModelFile(path).section("two")
    with pytest.raises(ModelError, match="no section `vocabulary`"):
        NgramModel(ModelFile(path))


@pytest.mark.parametrize("name", ["", "a" * 41, "a\0b"])
def test_names_of_sections_are_checked(path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="1 to 40 bytes"):
        write_model(path, {name: b""})
    assert not path.exists()


def test_what_is_no_model_is_an_error(path: Path) -> None:
    with pytest.raises(ModelError, match="could not open"):
        ModelFile(path)
    path.write_bytes(b"")
    with pytest.raises(ModelError, match="shorter"):
        ModelFile(path)
    path.write_bytes(b"text" * 100)
    with pytest.raises(ModelError, match="does not begin"):
        ModelFile(path)
    with pytest.raises(ModelError, match="regular file"):
        ModelFile(path.parent)


def test_other_versions_are_named(path: Path) -> None:
    write_model(path, {"one": b"1"})
    content = bytearray(path.read_bytes())
    content[8] = 9
    path.write_bytes(content)
    with pytest.raises(ModelError, match="version 9"):
        ModelFile(path)


def test_cut_and_damaged_files_are_errors(path: Path) -> None:
    write_model(path, ngram_sections())
    whole = path.read_bytes()
    for size in range(0, len(whole), 97):
        path.write_bytes(whole[:size])
        with pytest.raises(ModelError):
            ModelFile(path)
    damaged = bytearray(whole)
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ModelError, match="checksum"):
        ModelFile(path)


def test_an_unwritable_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileProcessingError):
        write_model(tmp_path, {"one": b"1"})


def test_sections_must_fit_together(path: Path) -> None:
    sections = ngram_sections()
    write_model(path, {**sections, "vocabulary": vocabulary_section("教")})
    with pytest.raises(ModelError, match="another vocabulary"):
        NgramModel(ModelFile(path))
    write_model(path, {**sections, "ngram/table-2": b"x" * 65})
    with pytest.raises(ModelError, match="cut"):
        NgramModel(ModelFile(path))
    write_model(path, {**sections, "ngram/codebooks": b"\xff" * len(sections["ngram/codebooks"])})
    with pytest.raises(ModelError, match="not a number"):
        NgramModel(ModelFile(path))


@pytest.mark.parametrize("order", [1, 2, 3, 6])
def test_lines_like_the_text_are_probable(path: Path, order: int) -> None:
    write_model(path, ngram_sections(order))
    model = NgramModel(ModelFile(path))
    assert model.order == order == len(model.sizes)
    assert len(model.score("教育局")) == 4
    assert all(p < 0 for p in model.score("教育龘\ud800"))
    if order > 1:
        assert model.perplexity(["教育局的教育"]) < model.perplexity(["局局育育教的"])
    assert model.perplexity([]) == 1.0
    assert model.perplexity([" 教育 ", ""]) == model.perplexity(["教育"])
    assert model.is_known("教")
    assert not model.is_known("龘")


def test_counting_is_checked(tmp_path: Path) -> None:
    vocabulary = vocabulary_section("教育")
    with pytest.raises(ModelError, match="1 to 6"), model_errors():
        _native.NgramCounter(vocabulary, 7, str(tmp_path), 1)
    counter = _native.NgramCounter(vocabulary, 2, str(tmp_path), 1)
    for cut_offs in ([0], [1, 1], [0, 2, 1]):
        with pytest.raises(ModelError, match="Cut-offs"), model_errors():
            counter.finish(cut_offs)


def test_counts_are_stored(path: Path, tmp_path: Path) -> None:
    counter = _native.NgramCounter(vocabulary_section("教育局的"), 3, str(tmp_path), 1)
    counter.add(TEXT, 1000, 0)
    counts = counter.finish([0, 0, 0])
    write_model(path, counts.to_sections())
    again = _native.NgramCounts.from_sections(ModelFile(path).native)
    assert again.to_sections() == counts.to_sections()
    write_model(path, {**counts.to_sections(), "counts/2/first": b"\0\0"})
    with pytest.raises(ModelError), model_errors():
        _native.NgramCounts.from_sections(ModelFile(path).native)
