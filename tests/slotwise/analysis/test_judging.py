"""Verdicts: the weak content is replaced, the strong one promoted, others kept unless too little is known."""

import numpy as np

from slotwise.analysis.judging import VERDICTS, Bounds, judge
from slotwise.analysis.opened import open_log
from slotwise.analysis.review import estimate
from tests.exposures import STRONG, WEAK, write_log


def verdicts(found, bounds=Bounds()):  # noqa: B008 - frozen
    """Content -> its verdicts in all touchpoints."""
    judged = judge(found.attraction, bounds)
    told = {}
    for content, verdict in zip(found.attraction.content, judged.verdict, strict=True):
        told.setdefault(found.contents[content].content_id, set()).add(VERDICTS[verdict])
    return told


def test_every_content_gets_its_verdict(found):
    """Nothing but the weak one is replaced."""
    told = verdicts(found)

    assert told[WEAK] == {"replace"}
    assert told[STRONG] == {"promote"}
    assert [name for name, each in told.items() if "replace" in each] == [WEAK]


def test_little_is_known_of_little(tmp_path):
    """A week of a small touchpoint leaves nothing to replace, and says of what more is needed."""
    with open_log(write_log(tmp_path / "log", 600)) as opened:
        told = verdicts(estimate(opened, (), Bounds()))

    assert all("replace" not in each for each in told.values())


def test_no_mark_is_wanted_where_none_may_be_wrong(found):
    """Bounds are the operator's."""
    assert all("replace" not in each for each in verdicts(found, Bounds(wrong=0.0, unsure=0.0)).values())


def test_the_typical_content_is_between_the_others(found):
    """The median over what is looked at."""
    for touchpoint, typical in enumerate(found.judged.typical):
        mine = found.judged.mean[found.attraction.touchpoint == touchpoint]
        assert np.quantile(mine, 0.25) < typical < np.quantile(mine, 0.75)
