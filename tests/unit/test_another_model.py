"""A Mender that uses another model file than the package's."""

from __future__ import annotations

import pickle
import struct
from pathlib import Path

import pytest

from textmend import Mender, _native
from textmend.damage import damage
from textmend.errors import ModelError
from textmend.model import write_model
from textmend.reading.shipped import shipped

DAMAGED = damage(
    "今年以来，我县坚持把发展经济的着力点放在实体经济上，全面落实各项惠企政策，帮助企业解决困难。\n"
    "在城乡建设方面，我们对老旧小区进行了改造，新建了一批公园和停车场，居住环境得到了明显改善。\n"
    "下一步，县委和县政府将继续加大对教育、医疗和养老等民生领域的投入，确保全年的目标任务完成。\n",
    "function_characters",
).text


def test_the_same_sections_do_the_same(tmp_path: Path) -> None:
    file = shipped().file
    write_model(tmp_path / "a.model", {name: file.section(name) for name in file.names})
    mender = Mender(model=tmp_path / "a.model")
    fixed = mender.fix(DAMAGED)
    assert fixed == Mender().fix(DAMAGED) != DAMAGED
    assert pickle.loads(pickle.dumps(mender)).fix(DAMAGED) == fixed
    assert [mended.text for mended in mender.mend_many([DAMAGED] * 3, workers=2)] == [fixed] * 3


def test_another_calibration_is_used(tmp_path: Path) -> None:
    file = shipped().file
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    sections["reader/calibration"] = b'{"light": [[0, 0], [1, 0.25]], "heavy": [[0, 0], [1, 0.25]]}'
    write_model(tmp_path / "a.model", sections)
    model = str(tmp_path / "a.model")
    edits = Mender(passes=["restoration"], model=model, min_confidence=0).mend(DAMAGED).edits
    assert edits
    assert max(edit.confidence for edit in edits) <= 0.25


@pytest.mark.parametrize("section", [b"", struct.pack("<2f", -1, 1), struct.pack("<2f", 1, 1e9)])
def test_weights_of_the_search_are_checked(section: bytes, tmp_path: Path) -> None:
    file = shipped().file
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    write_model(tmp_path / "a.model", sections | {"reader/search": section})
    with pytest.raises(ModelError, match="reader/search"):
        Mender(model=tmp_path / "a.model").fix(DAMAGED)


def test_weights_of_the_search_are_used(tmp_path: Path) -> None:
    file = shipped().file
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    search = _native.ReaderSearch()
    usual_weights = search.ngram_weight, search.bonus
    for name, weights in (("usual", usual_weights), ("bold", (0.5, 4.0))):
        section = struct.pack("<2f", *weights)
        write_model(tmp_path / f"{name}.model", sections | {"reader/search": section})
    usual, bold = (
        Mender(passes=["restoration"], model=tmp_path / f"{name}.model").fix(DAMAGED)
        for name in ("usual", "bold")
    )
    assert usual == Mender(passes=["restoration"]).fix(DAMAGED)
    assert len(bold) > len(usual)


def test_what_is_no_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.model").write_bytes(b"no model")
    for path in (tmp_path / "a.model", tmp_path / "missing.model"):
        with pytest.raises(ModelError, match=path.name):
            Mender(model=path)


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    file = shipped().file
    names = [name for name in file.names if name != "reader/calibration"]
    write_model(tmp_path / "a.model", {name: file.section(name) for name in names})
    with pytest.raises(ModelError, match="reader/calibration"):
        Mender(model=tmp_path / "a.model").fix(DAMAGED)
