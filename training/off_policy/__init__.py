"""Off-policy evaluation of model versions: the champion's logged decisions, asked of another version again.

`decisions` reads what was shown and what came of it, `replaying` asks each version with which probability it would have
shown the same, through the very state, rules and scores of `decide`, and `evaluation` says what a log carries of it.
"""
