"""Off-policy evaluation: what another policy would have been worth, from decisions that were logged with propensities.

Pure numpy over columns of placements. A log says who was shown what, where, with which probability, and what came of
it (`logged.Logged`); a candidate says with which probability it would have shown the same (`logged.Target`). An
estimator turns both into one term a placement (`terms`), the terms into a value a decision with an interval by person
(`estimates`), and what the overlap does not carry is refused with the reason (`checks`), never reported.
"""
