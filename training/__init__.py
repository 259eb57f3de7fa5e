"""From text files to the shipped model, a command a step: ``python -m training STEP --help``."""
