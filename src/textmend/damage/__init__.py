"""Damage made on purpose, with the truth known: for benchmarks and training."""
