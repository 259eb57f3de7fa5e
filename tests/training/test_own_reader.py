"""The network taken out of a model file, and trained on."""

import itertools
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from textmend.errors import ModelError  # noqa: E402
from textmend.model import ModelFile, write_model  # noqa: E402
from textmend.reading.reader import Reader  # noqa: E402
from textmend.training.export_reader import network_sections, sections_of  # noqa: E402
from textmend.training.memories import tables_of  # noqa: E402
from textmend.training.network import Reader as Network  # noqa: E402
from textmend.training.network import Size  # noqa: E402
from textmend.training.own_ngrams import PREFIX, counted  # noqa: E402
from textmend.training.own_reader import Course, go_on  # noqa: E402
from textmend.training.own_text import OwnText  # noqa: E402
from textmend.training.rebuilding import network_of, tables_of_model  # noqa: E402
from textmend.training.sampling import Setting, load_streams  # noqa: E402


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Little at a time, on one thread: the network is tiny, and tests run side by side."""
    for name, value in {"_SEGMENTS": 2, "_TEST_SEGMENTS": 2, "_TEST_BATCHES": 1}.items():
        monkeypatch.setattr(f"textmend.training.own_reader.{name}", value)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def model(data, tmp_path):
    """Return a file with a tiny reader that has learned nothing."""
    meta = json.loads((data / "prep.json").read_text("utf-8"))
    tables_of(data, load_streams(data, meta["weights"], "train"), Setting.of(meta))
    torch.manual_seed(1)
    size = Size(len(meta["vocab"]), len(meta["symbols"]), 16, 1, 4, hidden=8, memory=2, written=4)
    network = Network(size)
    with torch.no_grad():  # nothing zero or one, which would hide where it is put
        for parameter in network.parameters():
            parameter.add_(0.02 * torch.randn_like(parameter))
    torch.save({"model": network.state_dict(), "size": size.to_dict()}, tmp_path / "tiny.pt")
    write_model(tmp_path / "tiny.model", sections_of(tmp_path / "tiny.pt", data))
    return ModelFile(tmp_path / "tiny.model")


def test_what_is_put_together_is_stored_the_same(model):
    sections = network_sections(network_of(model), tables_of_model(model))
    different = {name for name, part in sections.items() if part != bytes(model.section(name))}
    assert different <= {"reader/observed/rows", "reader/written/rows"}
    for name in different:  # what is 8 bits wide may be scaled to one step more or less
        old, new = (
            np.frombuffer(p, "i1").astype(int) for p in (model.section(name), sections[name])
        )
        assert abs(old - new).max() <= 1


def test_row_0_may_be_anything_and_is_stored_as_zeros(model, tmp_path):
    network, tables = network_of(model), tables_of_model(model)
    same = network_sections(network, tables)
    with torch.no_grad():  # the same function, written in another way
        size = network.size
        shift = torch.tensor([0.5, -0.25])
        network.observed_memory.weight.add_(shift)
        network.profile.bias.sub_(network.mix.weight @ shift.repeat(4))
        network.written_memory.weight.sub_(shift)
        predicted = network.predicted.weight[:, 3 * size.written :]
        network.encoded.bias.add_(predicted @ shift.repeat(6))
    moved = network_sections(network, tables)
    for name in ("observed", "written"):
        rows = np.frombuffer(moved[f"reader/{name}/rows"], "i1").reshape(-1, size.memory)
        assert not rows[0].any()
        first = np.frombuffer(same[f"reader/{name}/rows"], "i1").reshape(-1, size.memory)
        assert abs(rows.astype(int) - first).max() <= 2
    write_model(tmp_path / "moved.model", moved)
    a, b = network_of(model), network_of(ModelFile(tmp_path / "moved.model"))
    assert torch.allclose(a.profile.bias, b.profile.bias, atol=1e-2)
    assert torch.allclose(a.encoded.bias, b.encoded.bias, atol=1e-2)


def test_it_goes_on_learning(model, clean_line, tmp_path):
    lines = (clean_line.strip(),) * 60
    text = OwnText(lines, lines, lines)
    told = []
    learned = [go_on(model, text, Course(1, 8, 3), told.append) for _ in range(2)]
    assert learned[0].sections == learned[1].sections, "the seed decides"
    assert learned[0].after < learned[0].before
    assert sum("steps" in line for line in told) == 16
    names = {name: model.section(name) for name in model.names} | learned[0].sections
    vocabulary = np.array(sorted(set(map(ord, clean_line.strip()))), "<u4").tobytes()
    write_model(tmp_path / "plain.model", names | {"vocabulary": vocabulary})
    own = counted(lines, ModelFile(tmp_path / "plain.model"), 1.0)
    ngrams = {name.removeprefix(PREFIX): part for name, part in own.items()}
    write_model(tmp_path / "whole.model", names | {"vocabulary": vocabulary} | ngrams)
    reader = Reader(ModelFile(tmp_path / "whole.model"))
    damaged = "昨天我们学校开会\n"
    gaps = reader.read(damaged, 0, len(damaged), reader.profile(damaged))
    assert all(0 < candidate.probability <= 1.001 for gap in gaps for candidate in gap.candidates)


def test_what_does_not_help_is_not_kept(model, clean_line, monkeypatch):
    losses = itertools.count(1.0)
    monkeypatch.setattr("textmend.training.own_reader.mean_loss", lambda *_: next(losses))
    lines = (clean_line.strip(),) * 60
    learned = go_on(model, OwnText(lines, lines, lines), Course(1, 2, 3), lambda _: None)
    assert learned.sections is None
    assert learned.after == learned.before


def test_another_network_is_refused(model, tmp_path):
    sections = {name: bytes(model.section(name)) for name in model.names}
    shape = np.frombuffer(sections["reader/shape"], "<u4").copy()
    shape[3] += 1
    write_model(tmp_path / "off.model", sections | {"reader/shape": shape.tobytes()})
    with pytest.raises(ModelError, match="--no-network"):
        network_of(ModelFile(tmp_path / "off.model"))
