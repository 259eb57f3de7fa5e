"""The joint network: what it learns from, and that the core judges as it does."""

import json

import numpy as np
import pytest

from textmend import _native
from textmend.model import ModelFile, write_model
from textmend.tables import shared_tables
from textmend.training.joint_sampling import SIDE, JointSampler, layout
from textmend.training.sampling import load_streams

TINY = ["--steps", "3", "--examples", "2", "--width", "16", "--blocks", "2", "--eager"]
TINY += ["--warmup", "1", "--workers", "1"]
PAD, LINE_END = 0, 2


def meta_of(data):
    return json.loads((data / "prep.json").read_text(encoding="utf-8"))


def sampler_of(data, seed):
    meta = meta_of(data)
    return JointSampler(load_streams(data, meta["weights"], "train"), meta["vocab"], seed)


def halves_of(row):
    """Return the ids of both sides of a joint."""
    return tuple(part[(part != PAD) & (part != LINE_END)] for part in (row[:SIDE], row[SIDE:]))


def test_the_joint_is_in_the_middle():
    before, after = np.array([5, 6, 7], np.uint16), np.array([8, 9], np.uint16)
    row = layout(before, after)
    assert row[SIDE - 5 : SIDE + 4].tolist() == [0, 2, 5, 6, 7, 8, 9, 2, 0]
    long = np.arange(3, 3 + 2 * SIDE, dtype=np.uint16)
    assert layout(long, long).tolist() == [*long[-SIDE:], *long[:SIDE]]
    assert layout(before[:0], after)[SIDE - 1 : SIDE + 1].tolist() == [2, 8]


def test_what_goes_on_stands_in_the_text(data):
    streams = [np.load(data / f"stream.{name}.train.npy").tobytes() for name in ("news", "law")]
    batch = sampler_of(data, 1).batch(400)
    assert 0.3 < batch.goes_on.mean() < 0.6
    for row in batch.observed[batch.goes_on > 0]:
        joined = np.concatenate(halves_of(row)).astype(np.uint16).tobytes()
        assert joined and any(joined in stream for stream in streams)


def test_what_is_cut_does_not_end_a_sentence(data):
    vocabulary = meta_of(data)["vocab"]
    batch = sampler_of(data, 2).batch(400)
    ends = [halves_of(row)[0][-1:] for row in batch.observed[batch.goes_on > 0]]
    assert not any(vocabulary[end[0]] in "。！？；：”" for end in ends if len(end))


def test_the_seed_decides(data):
    first, second, other = (sampler_of(data, seed).batch(8) for seed in (1, 1, 2))
    assert (first.observed == second.observed).all()
    assert (first.goes_on == second.goes_on).all()
    assert not (first.observed == other.observed).all()


class TestNetwork:
    @pytest.fixture
    def torch(self):
        return pytest.importorskip("torch")

    @pytest.fixture
    def checkpoint(self, torch, data, tmp_path):
        """Return where a network of random weights is."""
        from textmend.training.train_joints import main as train

        path = tmp_path / "a.pt"
        assert train([str(data), str(path), *TINY]) == 0
        state = torch.load(path)
        generator = torch.Generator().manual_seed(1)
        for name, weights in state["model"].items():
            spread = 1.0 if "norm" in name else 0.3
            state["model"][name] = spread * torch.randn(weights.shape, generator=generator)
        torch.save(state, path)
        return path

    @pytest.fixture
    def model(self, torch, data, checkpoint, tmp_path):
        """Return the network, and the file that it was exported to."""
        from textmend.training.export_joints import main as export
        from textmend.training.export_reader import matrix_sections
        from textmend.training.joint_network import JointNetwork, JointSize

        state = torch.load(checkpoint)
        network = JointNetwork(JointSize(**state["size"]))
        network.load_state_dict(state["model"])
        characters = meta_of(data)["vocab"][3:]
        code_points = np.array([ord(character) for character in characters], "<u4")
        base, out = tmp_path / "base.bin", tmp_path / "out.bin"
        write_model(
            base,
            {
                "reader/characters": code_points.tobytes(),
                "reader/symbols": code_points[:4].tobytes(),
                **matrix_sections("lookalikes/characters", network.characters.weight),
            },
        )
        assert export([str(checkpoint), str(base), str(out)]) == 0
        return network.eval(), ModelFile(out)

    def test_the_core_judges_as_the_network(self, torch, data, model, clean_line):
        network, file = model
        reader = _native.JointReader(file.native, shared_tables())
        ids = {character: i for i, character in enumerate(meta_of(data)["vocab"])}
        line = "".join(c for c in clean_line.strip() if c in ids and c not in "0a")
        sides = [(line * 3, line * 3), (line[:5], line[5:9]), (line[:7], ""), ("", line)]
        rows = [
            layout(*(np.array([ids[c] for c in side], np.uint16) for side in pair))
            for pair in sides
        ]
        with torch.no_grad():
            expected = network(torch.from_numpy(np.stack(rows).astype(np.int64))).tolist()
        found = [reader.weigh(*pair) for pair in sides]
        spread = np.std(expected)
        assert spread > 0
        assert found == pytest.approx(expected, abs=0.1 * spread)

    @pytest.mark.parametrize("name", ["shape", "sides", "inner/rows", "out", "1/up/rows"])
    def test_a_cut_section_is_an_error(self, model, name, tmp_path):
        _, file = model
        sections = {part: bytes(file.section(part)) for part in file.names}
        cut = {f"joints/{name}": sections[f"joints/{name}"][:-1]}
        write_model(tmp_path / "cut.bin", sections | cut)
        broken = ModelFile(tmp_path / "cut.bin")
        with pytest.raises(_native.NativeModelError, match=r"damaged|cut|size"):
            _native.JointReader(broken.native, shared_tables())

    def test_a_run_goes_on_and_leaves_the_characters(self, torch, data, checkpoint, tmp_path):
        from textmend.training.train_joints import main as train

        out = tmp_path / "b.pt"
        train([str(data), str(out), *TINY, "--workers", "2", "--resume", str(checkpoint)])
        before, after = (torch.load(path)["model"] for path in (checkpoint, out))
        assert torch.equal(before["characters.weight"], after["characters.weight"])
        assert not torch.equal(before["out.weight"], after["out.weight"])

    def test_it_begins_with_what_the_lookalikes_know(self, torch, data):
        from textmend.training.joint_network import JointNetwork, JointSize
        from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize

        characters = len(meta_of(data)["vocab"])
        lookalikes = LookalikeNetwork(LookalikeSize(characters, 16, 2)).state_dict()
        network = JointNetwork(JointSize(characters, 16, 2))
        network.begin_with(lookalikes)
        mine = network.state_dict()
        assert torch.equal(mine["characters.weight"], lookalikes["characters.weight"])
        assert torch.equal(mine["blocks.1.up.weight"], lookalikes["blocks.1.up.weight"])
