"""Turn a checkpoint of the look-alike network into sections of a model.

``python -m textmend.training export-lookalikes CHECKPOINT MODEL OUT``

MODEL is a model file with a reader, whose characters are the network's; OUT is the same with the
network in it. Numbers are stored as `export_reader` stores them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from textmend.model import ModelFile, write_model
from textmend.training.export_reader import block_sections, floats, matrix_sections
from textmend.training.lookalike_network import LookalikeNetwork, LookalikeSize

__all__ = ["main"]

_VERSION = 1


def main(argv: list[str]) -> int:
    """Export a checkpoint into a copy of a model."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training export-lookalikes", description=__doc__
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(argv)
    file = ModelFile(options.model)
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    symbols = len(file.section("reader/symbols")) // 4
    state = torch.load(options.checkpoint, map_location="cpu")
    network = LookalikeNetwork(LookalikeSize(**state["size"]))
    network.load_state_dict(state["model"])
    write_model(options.out, sections | _sections_of(network, symbols))
    return 0


def _sections_of(network: LookalikeNetwork, symbols: int) -> dict[str, bytes]:
    size = network.size
    shape = [_VERSION, size.characters, symbols, size.width, size.blocks, size.heads]
    return {
        "lookalikes/shape": np.array(shape, "<u4").tobytes(),
        **matrix_sections("lookalikes/characters", network.characters.weight),
        **matrix_sections("lookalikes/standing", network.standing.weight * network.norm.weight),
        "lookalikes/standing-bias": floats(network.standing.bias),
        **{
            f"lookalikes/{i}/{name}": section
            for i, block in enumerate(network.blocks)
            for name, section in block_sections(block.state_dict()).items()
        },
    }
