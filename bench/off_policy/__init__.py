"""Proofs of off-policy evaluation on worlds whose truth is known: coverage, ranking and error, log after log.

`python -m bench.off_policy` prints what docs/off_policy.md shows.
"""
