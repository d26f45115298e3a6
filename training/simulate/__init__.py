"""The simulated e-channel of a mobile operator: a world whose truth is known, for demos, tests and benchmarks.

`simulate()` writes a data set folder that looks like a real log. `World` keeps the truth behind it: what a person would
really click, the best possible slate (the oracle) and the expected clicks of any slate. The truth lies in a folder
beside the data set, never inside it, and nothing of it is built from the features that a ranker computes.
"""

from training.simulate.requests import Request
from training.simulate.run import simulate
from training.simulate.world import World

__all__ = ["Request", "World", "simulate"]
