"""The look-alike network: what it learns from, and that the core judges as it does."""

import json
import tempfile

import numpy as np
import pytest

from textmend import _native
from textmend.model import ModelFile, vocabulary_section, write_model
from textmend.tables import dictionary_folder, shared_tables, table_rows
from textmend.training.lookalike_sampling import LookalikeSampler, Writings
from textmend.training.sampling import load_streams

SHAPES = f"{dictionary_folder()}/lookalike_shapes.tsv"
TINY = ["--steps", "3", "--examples", "2", "--width", "16", "--blocks", "2", "--eager"]
TINY += ["--warmup", "1", "--workers", "1"]


def meta_of(data):
    return json.loads((data / "prep.json").read_text(encoding="utf-8"))


def sampler_of(data, seed):
    meta = meta_of(data)
    marks = [i for i, c in enumerate(meta["vocab"]) if c in "，。；：！？、（）“”"]
    return LookalikeSampler(
        load_streams(data, meta["weights"], "train"), meta["vocab"], marks, seed
    )


def test_what_is_written_may_be_taken_for_what_is_meant():
    characters = ["<pad>", "<unk>", "\n", *"大太天工人我"]
    writings = Writings("lookalike_shapes.tsv", characters, np.ones(len(characters)))
    meant = np.repeat(np.arange(3, len(characters)), 200).astype(np.uint16)
    written = writings.draw(meant, np.random.default_rng(1))
    shapes = dict(table_rows("lookalike_shapes.tsv"))
    pairs = {(characters[a], characters[b]) for a, b in zip(written, meant, strict=True)}
    known = {(a, b) for a, b in pairs if a != b}
    assert ("太", "大") in known
    assert all(any(item[0] == meant for item in shapes[a].split(" ")) for a, meant in known)
    assert ("大", "大") not in pairs  # what is known to be misread always is


def test_a_batch_asks_about_wrong_and_right_characters(data):
    batch = sampler_of(data, 1).batch(40)
    assert batch.observed.shape == (40, 128)
    is_wrong = batch.observed.flatten()[batch.place] != batch.target
    assert 0.3 < is_wrong.mean() < 0.7
    vocabulary = meta_of(data)["vocab"]
    assert all("\u4e00" <= vocabulary[target] <= "\u9fff" for target in batch.target)


def test_the_seed_decides(data):
    first, second, other = (sampler_of(data, seed).batch(4) for seed in (1, 1, 2))
    assert (first.observed == second.observed).all()
    assert (first.place == second.place).all()
    assert (first.target == second.target).all()
    assert not (first.observed == other.observed).all()


def write_base(path, characters, text):
    """Write a model without networks: the n-grams of a text, and a reader's characters."""
    with tempfile.TemporaryDirectory() as folder:
        counter = _native.NgramCounter(vocabulary_section(characters), 3, folder, 1)
        counter.add(text, 1000, 0)
        ngrams = _native.NgramEstimate(counter.finish([0, 0, 0])).pack()
    code_points = np.array([ord(character) for character in characters], "<u4")
    write_model(
        path,
        {
            "vocabulary": vocabulary_section(characters),
            **ngrams,
            "reader/characters": code_points.tobytes(),
            "reader/symbols": code_points[:4].tobytes(),
        },
    )


def evidence(file, line):
    """Return what the finder has to say of each proposal in a line."""
    finder = _native.LookalikeFinder(file.native, shared_tables(), [(SHAPES, False)])
    names = _native.LOOKALIKE_EVIDENCE
    weights = [float(name == "gain") for name in names]
    found = finder.find(line, [], None, 1e9, -1e9, weights, 0.0)
    return [(at, meant, dict(zip(names, one, strict=True))) for at, meant, _, _, one in found]


class TestNetwork:
    @pytest.fixture
    def torch(self):
        return pytest.importorskip("torch")

    @pytest.fixture
    def model(self, torch, data, clean_line, tmp_path):
        """Return a network of random weights, and the file that it was exported to."""
        from textmend.training.export_lookalikes import main as export
        from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize
        from textmend.training.train_lookalikes import main as train

        checkpoint, base, out = (tmp_path / name for name in ("a.pt", "base.bin", "out.bin"))
        assert train([str(data), str(checkpoint), *TINY]) == 0
        state = torch.load(checkpoint)
        generator = torch.Generator().manual_seed(1)
        for name, weights in state["model"].items():
            spread = 1.0 if "norm" in name else 0.3
            state["model"][name] = spread * torch.randn(weights.shape, generator=generator)
        torch.save(state, checkpoint)
        write_base(base, meta_of(data)["vocab"][3:], clean_line)
        assert export([str(checkpoint), str(base), str(out)]) == 0
        network = LookalikeNetwork(LookalikeSize(**state["size"]))
        network.load_state_dict(state["model"])
        return network.eval(), ModelFile(out)

    @pytest.mark.parametrize("times", [1, 7])
    def test_the_core_judges_as_the_network(self, torch, data, model, clean_line, times):
        network, file = model
        line = clean_line.strip().replace("大", "天") * times
        ids = {character: i for i, character in enumerate(meta_of(data)["vocab"])}
        folded = ["0" if c in "195" else "a" if c in "AB" else c for c in line if c != " "]
        places = np.cumsum([c != " " for c in line])
        observed = [2, *(ids[c] for c in folded), 2]
        found = evidence(file, line)
        assert {meant for at, meant, _ in found if line[at] == "天"} == {"大"}
        for at, meant, one in found:
            last = max(0, -(-(len(observed) - 128) // 64))
            window = min(max(0, (places[at] - 32) // 64), last)
            with torch.no_grad():
                expected = network(torch.tensor(observed[window * 64 :][:128])[None])[0]
                scores = network.scores(expected[places[at] - window * 64])
            for name, character in (("written", line[at]), ("meant", meant)):
                log = float(scores.log_softmax(-1)[ids[character]])
                assert one[f"expected_{name}"] == pytest.approx(max(log, -12), abs=0.15)

    @pytest.mark.parametrize(
        "name", ["shape", "characters/rows", "standing-bias", "standing/rows", "1/up/rows"]
    )
    def test_a_cut_section_is_an_error(self, model, name, tmp_path):
        _, file = model
        sections = {part: bytes(file.section(part)) for part in file.names}
        cut = {f"lookalikes/{name}": sections[f"lookalikes/{name}"][:-1]}
        write_model(tmp_path / "cut.bin", sections | cut)
        broken = ModelFile(tmp_path / "cut.bin")
        with pytest.raises(_native.NativeModelError, match=r"damaged|cut|size"):
            _native.LookalikeFinder(broken.native, shared_tables(), [(SHAPES, False)])

    def test_a_run_goes_on(self, torch, data, tmp_path, capsys):
        from textmend.training.train_lookalikes import main as train

        first, second = tmp_path / "a.pt", tmp_path / "b.pt"
        train([str(data), str(first), *TINY])
        train([str(data), str(second), *TINY, "--workers", "2", "--resume", str(first), "--bf16"])
        assert "held" in capsys.readouterr().out
        before, after = (torch.load(path)["model"] for path in (first, second))
        assert not torch.equal(before["characters.weight"], after["characters.weight"])

    def test_it_begins_with_what_a_reader_knows(self, torch, data, tmp_path):
        from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize
        from textmend.training.network import Reader, Size

        characters = len(meta_of(data)["vocab"])
        reader = Reader(Size(characters, 5, 16, 1)).state_dict()
        network = LookalikeNetwork(LookalikeSize(characters, 16, 2))
        network.begin_with(reader)
        mine = network.state_dict()
        assert torch.equal(mine["characters.weight"], reader["characters.weight"])
        assert torch.equal(mine["blocks.0.up.weight"], reader["blocks.0.up.weight"])
        assert not mine["blocks.1.down.weight"].any()
