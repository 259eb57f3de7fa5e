"""What training exports is what it trained: the core's encoder against PyTorch's."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reference.test_transducer import LINES, OTHERS, SYMBOLS, ngram_sections, rows_of  # noqa: E402
from reference.transducer import Memory  # noqa: E402

from textmend import _native  # noqa: E402
from textmend.model import ModelFile, vocabulary_section, write_model  # noqa: E402
from textmend.training.export_reader import main as export  # noqa: E402
from textmend.training.network import Reader, Size  # noqa: E402
from textmend.training.train_reader import main as train  # noqa: E402

TINY = ["--steps", "2", "--cooldown", "0.5", "--segments", "2", "--width", "16", "--blocks", "2"]
TINY += ["--workers", "1", "--eager", "--warmup", "1"]


class OneMemory:
    """What `rows_of` wants of a network."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory


@pytest.fixture
def model(data, tmp_path):
    """Return a network of random weights, and the file that it was exported to."""
    checkpoint = tmp_path / "run.pt"
    assert train([str(data), str(checkpoint), *TINY]) == 0
    state = torch.load(checkpoint)
    generator = torch.Generator().manual_seed(1)
    for name, weights in state["model"].items():
        if "memory" not in name and name != "prior.rates":
            spread = 1.0 if "norm" in name else 0.3
            state["model"][name] = spread * torch.randn(weights.shape, generator=generator)
        elif name.startswith("observed"):  # row 0 is of no n-gram, and zero in the core
            weights[0] = 0.3
    torch.save(state, checkpoint)
    base = tmp_path / "base.bin"
    stale = {"encoder/0/up/rows": b"of another network", "reader/calibration": b"{}"}
    write_model(
        base, {"vocabulary": vocabulary_section(SYMBOLS + OTHERS), **ngram_sections(LINES), **stale}
    )
    out = tmp_path / "out.bin"
    assert export([str(checkpoint), str(data), str(out), "--with", str(base)]) == 0
    network = Reader(Size(**state["size"]))
    network.load_state_dict(state["model"])
    return network.eval(), ModelFile(out)


def test_the_core_encodes_as_the_network(model, clean_line):
    network, file = model
    assert "reader/calibration" not in file.names
    reader = _native.Reader(file.native)
    observed = reader.observe(clean_line, 0, len(clean_line))
    profile = np.random.default_rng(1).normal(0, 1, network.size.symbols + 1).astype(np.float32)
    fingerprints = np.frombuffer(file.section("reader/observed/fingerprints"), "<u2")
    memory = Memory(fingerprints, network.observed_memory.weight.detach().numpy(), 1.0)
    looked_up = rows_of(OneMemory(memory), observed.ids).astype(np.float32)
    with torch.no_grad():
        expected = network.encode_vectors(
            torch.tensor(observed.ids)[None],
            torch.tensor(looked_up)[None],
            torch.tensor(profile)[None],
        )[0].numpy()
    found = reader.encode(observed, profile)
    error = np.sqrt(((found - expected) ** 2).mean() / (expected**2).mean())
    assert error < 0.03
