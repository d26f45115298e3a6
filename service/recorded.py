"""Recorded: a decision as the log has it, with the features of what was placed by name."""

import orjson

from service.logged_features import told
from service.stores.decisions import Decisions


def recorded(decisions: Decisions, decision_id: str) -> bytes | None:
    """Return the record of a decision as JSON, or None when the log has none; raise StoreError."""
    found = decisions.find(decision_id)
    if found is None:
        return None
    names = None if found.feature_set is None else decisions.names(found.feature_set)
    if names is None or found.features is None:
        return bytes(found.record)
    return orjson.dumps(told(orjson.loads(found.record), found.features, orjson.loads(names)))
