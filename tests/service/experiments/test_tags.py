"""Tags change with the document, and only whoever has seen it may change it."""

import pytest

from service.experiments.tags import NOT_THERE, refuse_other, tag_of
from slotwise.errors import RevisionConflictError
from tests.service.experiments.living import experiment


def test_a_tag_is_the_documents():
    """The same for the same document, another one for another, and one for what is not there."""
    assert tag_of(experiment()) == tag_of(experiment()) != tag_of(experiment(title="other"))
    assert tag_of(None) == NOT_THERE


@pytest.mark.parametrize(("there", "tag"), [(True, "other"), (False, "other"), (True, NOT_THERE)])
def test_what_was_not_seen_is_not_overwritten(there, tag):
    """Changed, gone, or come in between."""
    with pytest.raises(RevisionConflictError):
        refuse_other(experiment() if there else None, tag, "hero")


def test_who_names_no_tag_takes_what_there_is():
    """And so does who names the right one."""
    refuse_other(experiment(), None, "hero")
    refuse_other(experiment(), tag_of(experiment()), "hero")
    refuse_other(None, NOT_THERE, "hero")
