"""From text files to a model: the shipped one, and a user's own.

``python -m textmend.training STEP --help`` says how the shipped model is made, a command a step.
"""
