"""The tables of the service's database, one file a subject. What changes here needs a migration beside it."""

from service.stores.tables.base import METADATA
from service.stores.tables.configuration import DOCUMENTS, REVISIONS
from service.stores.tables.copies import UNCOPIED
from service.stores.tables.decisions import ANSWERS, ASSIGNMENTS, DECISIONS, FEATURE_SETS, PRUNED, REFRESHES
from service.stores.tables.events import EVENTS, EXPOSURES, REJECTED
from service.stores.tables.keys import KEYS, NONCES
from service.stores.tables.operation import AUDIENCE_EXPORTS, AUDIENCE_MEMBERS, PROBE_ALARMS, RESULTS, TASKS
from service.stores.tables.persons import BASES, ERASURES, LINK_ALARMS, MERGES, STATES, TOMBSTONES

__all__ = [
    "ANSWERS",
    "ASSIGNMENTS",
    "AUDIENCE_EXPORTS",
    "AUDIENCE_MEMBERS",
    "BASES",
    "DECISIONS",
    "DOCUMENTS",
    "ERASURES",
    "EVENTS",
    "EXPOSURES",
    "FEATURE_SETS",
    "KEYS",
    "LINK_ALARMS",
    "MERGES",
    "METADATA",
    "NONCES",
    "PROBE_ALARMS",
    "PRUNED",
    "REFRESHES",
    "REJECTED",
    "RESULTS",
    "REVISIONS",
    "STATES",
    "TASKS",
    "TOMBSTONES",
    "UNCOPIED",
]
