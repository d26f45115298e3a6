"""Statistics of experiments: from sums over persons to effects, intervals, health and plans.

Everything here is a pure function of numbers: no log, no clock, no database. Persons are summed to `Moments` first
(moments.py), because persons are independent of each other and their exposures are not; two variants' moments become
a `Comparison` (comparing.py). Which file answers which question is in docs/statistics.md.
"""
