"""Turn a checkpoint of the joint network into sections of a model.

``python -m textmend.training export-joints CHECKPOINT MODEL OUT``

MODEL is a model file with a look-alike network, whose characters the joint network shares; OUT is
the same with the joint network in it. Numbers are stored as `export_reader` stores them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from textmend.model import ModelFile, write_model
from textmend.training.export_reader import block_sections, floats, matrix_sections
from textmend.training.joint_network import JointNetwork, JointSize

__all__ = ["main"]

_VERSION = 1


def main(argv: list[str]) -> int:
    """Export a checkpoint into a copy of a model."""
    parser = argparse.ArgumentParser(
        prog="python -m textmend.training export-joints", description=__doc__
    )
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(argv)
    file = ModelFile(options.model)
    sections: dict[str, bytes | memoryview] = {name: file.section(name) for name in file.names}
    symbols = len(file.section("reader/symbols")) // 4
    state = torch.load(options.checkpoint, map_location="cpu")
    network = JointNetwork(JointSize(**state["size"]))
    network.load_state_dict(state["model"])
    write_model(options.out, sections | _sections_of(network, symbols))
    return 0


def _sections_of(network: JointNetwork, symbols: int) -> dict[str, bytes]:
    size = network.size
    inner = network.inner.out_features
    shape = [_VERSION, size.characters, symbols, size.width, size.blocks, size.heads, inner]
    before, behind = network.inner.weight.chunk(2, 1)
    return {
        "joints/shape": np.array(shape, "<u4").tobytes(),
        "joints/sides": floats(network.sides),
        **matrix_sections("joints/inner", torch.cat([before, behind]) * network.norm.weight),
        "joints/inner-bias": floats(network.inner.bias),
        "joints/out": floats(torch.cat([network.out.weight[0], network.out.bias])),
        **{
            f"joints/{i}/{name}": section
            for i, block in enumerate(network.blocks)
            for name, section in block_sections(block.state_dict()).items()
        },
    }
