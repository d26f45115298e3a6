"""Beside: the newest live world of a bundle, and nothing for a model that has gone."""

from dataclasses import replace

import pytest

from service.variants.beside import Beside


def test_a_newer_world_takes_the_place_of_the_old_one(service):
    """And is told; one of another model is not taken."""
    heard, serving = [], service.models.current
    beside = Beside(serving, heard.append)
    live = serving.model.live(serving.live.counts, serving.live.trail, serving.live.at + 5)
    beside.refresh(serving, live, False, ("boot", 3))
    other = replace(serving, model=serving.model.renamed("x", "2"))
    beside.refresh(other, serving.live, True, ("boot", 4))

    assert (beside.serving.live, beside.serving.refreshed) == (live, ("boot", 3))
    assert heard == [beside.serving]
    beside.configure(lambda base: replace(base, revision=9))
    assert beside.serving.revision == 9


def test_what_is_not_in_use_cannot_be_asked():
    """A mistake in the program."""
    with pytest.raises(LookupError):
        Beside(None, print).serving  # noqa: B018 - a property
