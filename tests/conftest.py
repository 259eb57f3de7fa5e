"""What tests of several kinds share."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_gate import gate_sections


@pytest.fixture(scope="session")
def gate_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a model file with a small gate, and nothing else."""
    from textmend.model import write_model

    path = tmp_path_factory.mktemp("gate") / "gate.model"
    write_model(path, gate_sections())
    return path
