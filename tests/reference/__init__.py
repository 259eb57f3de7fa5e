"""Slow, readable twins of the native core: they say what it means, it says how to be fast."""
