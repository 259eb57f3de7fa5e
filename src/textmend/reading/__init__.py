"""The reader: a network and an n-gram model that read damaged text and say what is missing.

`reader` runs the network and the native search over a line; `decision` makes repairs of what they
found probable. Nothing is loaded before a text needs it.
"""
