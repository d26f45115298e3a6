"""Tags at work: the declared ones compiled over a catalogue, asked of one person's moment or of a million histories.

A tag is held when, by its definition, its events reached its threshold and the latest event that did is younger than
its expiry. All live tags are counted by one kernel in one pass over a history; evidence is gathered only when asked.
"""

from slotwise.tags.evidence import Evidence, evidence
from slotwise.tags.table import Table, compiled

__all__ = ["Evidence", "Table", "compiled", "evidence"]
