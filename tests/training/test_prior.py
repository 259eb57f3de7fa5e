"""What the profile says of each symbol: the layer against a slow one."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from reference import transducer  # noqa: E402

from textmend.reading.profile import profile_of  # noqa: E402
from textmend.training.prior import Prior  # noqa: E402

RATES = np.array([0.08, 0.01, 0.002], np.float32)


@pytest.fixture
def prior():
    layer = Prior(len(RATES), 4)
    generator = torch.Generator().manual_seed(1)
    for weights in layer.parameters():
        weights.data = torch.randn(weights.shape, generator=generator)
    layer.rates.copy_(torch.from_numpy(RATES))
    return layer


@pytest.mark.parametrize("counts", [[0, 0, 0], [70, 12, 1], [3, 0, 9], [1, 0, 0]])
@pytest.mark.parametrize("others", [40, 900, 20_000])
def test_the_layer_is_its_twin(prior, counts, others):
    twin = transducer.Prior(
        *(
            weights.detach().numpy()
            for weights in (
                prior.inner.weight.T,
                prior.inner.bias,
                prior.out.weight.T,
                prior.trust.weight.T,
                prior.trust.bias,
                prior.own,
            )
        ),
        RATES,
    )
    figures = profile_of(np.array(counts), others, RATES)
    found = prior(torch.from_numpy(figures)[None])[0].detach().numpy()
    assert found == pytest.approx(np.array(twin.scores(figures)), rel=1e-3, abs=1e-3)


def test_a_new_layer_changes_nothing():
    figures = torch.from_numpy(profile_of(np.array([1, 0, 3]), 500, RATES))[None]
    assert not Prior(len(RATES), 4)(figures).any()


def test_a_symbol_that_stands_once_is_told_from_one_that_does_not(prior):
    """The ratio hardly differs where it is expected often."""
    once, never = (profile_of(np.array([n, 0, 0]), 300, RATES)[None] for n in (1, 0))
    found = [prior._signs(torch.from_numpy(figures))[0, 3, 0].item() for figures in (once, never)]
    assert found == pytest.approx([1, 0], abs=0.01)
