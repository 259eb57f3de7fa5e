"""One worker and a number of steps: the seed decides, and a run goes on where it was left."""

import pytest

torch = pytest.importorskip("torch")

from textmend.training.train_reader import main  # noqa: E402

TINY = ["--steps", "4", "--cooldown", "0.5", "--segments", "2", "--width", "16", "--blocks", "1"]
TINY += ["--workers", "1", "--eager", "--warmup", "2"]


def weights(path):
    return torch.load(path)["model"]


def same(first, second):
    return all(torch.equal(first[name], second[name]) for name in first)


def test_the_seed_decides(data, tmp_path, capsys):
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main([str(data), str(tmp_path / f"{name}.pt"), *TINY, "--seed", seed]) == 0
    a, b, c = (weights(tmp_path / f"{name}.pt") for name in "abc")
    assert same(a, b)
    assert not same(a, c)
    assert "end held" in capsys.readouterr().out


def test_a_run_goes_on(data, tmp_path, capsys):
    main([str(data), str(tmp_path / "a.pt"), *TINY])
    steady, optimizer = tmp_path / "a.steady.pt", tmp_path / "a.optimizer0.pt"
    assert not same(weights(steady), weights(tmp_path / "a.pt"))
    states = torch.load(optimizer)["optimizers"]
    assert all(state["state"] for state in states)
    main([str(data), str(tmp_path / "b.pt"), *TINY, "--resume", str(steady)])
    assert "anew" not in capsys.readouterr().out
    torch.save(states, optimizer)  # as the first runs wrote it
    main([str(data), str(tmp_path / "c.pt"), *TINY, "--resume", str(steady)])
    assert "anew" not in capsys.readouterr().out
    optimizer.unlink()
    main([str(data), str(tmp_path / "d.pt"), *TINY, "--resume", str(steady)])
    assert "anew" in capsys.readouterr().out
