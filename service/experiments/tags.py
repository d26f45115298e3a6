"""Tags of experiments: what changes whenever the document does, so that nobody overwrites what he has not seen."""

import hashlib

import orjson

from slotwise.documents.experiments import Experiment
from slotwise.errors import RevisionConflictError

NOT_THERE = ""
"""The tag of what is still to be written."""


def tag_of(experiment: Experiment | None) -> str:
    """Return the tag of a document."""
    if experiment is None:
        return NOT_THERE
    return hashlib.sha256(orjson.dumps(experiment.to_json(), option=orjson.OPT_SORT_KEYS)).hexdigest()[:20]


def refuse_other(experiment: Experiment | None, tag: str | None, name: str) -> None:
    """Raise RevisionConflictError when a tag is given and it is not the document's."""
    found = tag_of(experiment)
    if tag is None or tag == found:
        return
    if tag == NOT_THERE:
        raise RevisionConflictError(f"there is an experiment {name!r} already", given=name, hint="change that one")
    raise RevisionConflictError(
        f"{name!r} was changed by somebody else" if found else f"there is no experiment {name!r} any more",
        expected=found,
        given=tag,
        hint="look at what has changed and apply it again",
    )
