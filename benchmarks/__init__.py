"""Measurements of textmend beside its peers: speed, files, start-up, harm and accuracy.

Run with ``python -m benchmarks`` from the root of the repository; ``--help`` says the rest. What is
measured is definitions x engines x inputs, side by side in one run: figures of different runs,
machines or days are not compared.
"""
