"""The examples in docstrings run, and say what they say."""

import doctest
import importlib
import pkgutil

import pytest

import textmend

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(textmend.__path__, "textmend.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        pytest.skip("needs PyTorch")
    assert doctest.testmod(module).failed == 0
