"""The tables of the service's database, one file a subject. What changes here needs a migration beside it."""

from service.stores.tables.base import METADATA
from service.stores.tables.copies import UNCOPIED
from service.stores.tables.decisions import ANSWERS, DECISIONS, FEATURE_SETS, PRUNED, REFRESHES
from service.stores.tables.events import EVENTS, EXPOSURES, REJECTED
from service.stores.tables.keys import KEYS, NONCES
from service.stores.tables.persons import ERASURES, LINK_ALARMS, MERGES, STATES, TOMBSTONES

__all__ = [
    "ANSWERS",
    "DECISIONS",
    "ERASURES",
    "EVENTS",
    "EXPOSURES",
    "FEATURE_SETS",
    "KEYS",
    "LINK_ALARMS",
    "MERGES",
    "METADATA",
    "NONCES",
    "PRUNED",
    "REFRESHES",
    "REJECTED",
    "STATES",
    "TOMBSTONES",
    "UNCOPIED",
]
