"""Interleaving: two versions in one slate, so that every person compares them, and what clicks on it say.

A sensitive filter before an experiment, never the decision to ship: it tells which version's choices are clicked more
when both stand side by side, and nothing about what a whole slate of either does to persons, revenue or later visits.
Only for touchpoints of `FEWEST_SLOTS` slots or more; pure, and all chance is passed in.
"""

FEWEST_SLOTS = 4
"""With fewer slots one team often has a single content, and which slot it got decides more than what it chose."""
