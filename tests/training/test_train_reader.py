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


def held_out_loss(printed):
    return printed.split("end held ")[1].split()[0]


def test_a_network_grows(data, tmp_path, capsys):
    main([str(data), str(tmp_path / "a.pt"), *TINY])
    loss = held_out_loss(capsys.readouterr().out)
    at_rest = [*TINY, "--rate", "1e-9", "--blocks", "2"]
    for source in ("a.pt", "a.steady.pt"):
        main([str(data), str(tmp_path / "b.pt"), *at_rest, "--resume", str(tmp_path / source)])
        printed = capsys.readouterr().out
        assert "anew" in printed
        assert source != "a.pt" or held_out_loss(printed) == loss
    assert "blocks.1.up.weight" in weights(tmp_path / "b.pt")


def test_what_is_no_smaller_network_is_refused(data, tmp_path):
    main([str(data), str(tmp_path / "a.pt"), *TINY, "--blocks", "2"])
    resume = ["--resume", str(tmp_path / "a.pt")]
    with pytest.raises(SystemExit, match=r"a\.pt is of another network.*blocks\.1\."):
        main([str(data), str(tmp_path / "b.pt"), *TINY, *resume])


def test_half_precision_learns_much_the_same(data, tmp_path):
    main([str(data), str(tmp_path / "a.pt"), *TINY])
    main([str(data), str(tmp_path / "b.pt"), *TINY, "--bf16"])
    whole, half = weights(tmp_path / "a.pt"), weights(tmp_path / "b.pt")
    assert not same(whole, half)
    assert all(torch.allclose(whole[name], half[name], atol=0.02) for name in whole)
