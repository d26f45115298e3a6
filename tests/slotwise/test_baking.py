"""A new champion that breaks something is found, one that is as good as the old is left in peace."""

from contextlib import ExitStack

import numpy as np
import pytest

from slotwise import baking
from slotwise.analysis.log_source import LogSource
from slotwise.analysis.opened import open_log
from slotwise.baking import Bake, Guard, begin, end, guards_of, held, under_way
from slotwise.documents.metrics import Metric
from slotwise.errors import ShelfError
from slotwise.measures.spans import DAY
from slotwise.metering import Metering
from tests.data_sets import write

__all__ = ["write"]

SINCE = 10 * DAY
BAKE = Bake("2-abc", "2", SINCE, SINCE + 2 * DAY, (Guard("ctr", 0.1), Guard("shut", 1.0)))
METRICS = [
    {"metric": "ctr", "numerator": {"type": "click"}, "denominator": {"type": "exposure"}, "unit": "share"},
    {
        "metric": "shut", "numerator": {"type": "dismiss"}, "denominator": {"type": "exposure"}, "unit": "share",
        "direction": "down",
    },
    {"metric": "sales", "numerator": {"of": "sum", "field": "value", "type": "convert"}, "unit": "CNY"},
]  # fmt: skip


@pytest.fixture
def metering(write):
    """Makes the log of a bake: click and dismissal rates of the two days before the promotion and of those since."""
    with ExitStack() as opened:

        def make(before, since, seed=1, persons=400):
            folder = write(
                events=(["event_id", "occurred_at", "person_id", "type", "value"], rows(before, since, seed, persons))
            )
            metrics = [
                Metric.model_validate({"title": "t", "kind": "behaviour", "owner": "o", **each}) for each in METRICS
            ]
            return Metering(LogSource(opened.enter_context(open_log(folder))), {each.id: each for each in metrics})

        yield make


def rows(before, since, seed, persons):
    """Events of persons who are shown something some times in either period."""
    rng, found = np.random.default_rng(seed), []
    for start, rates in ((SINCE - 2 * DAY, before), (SINCE, since)):
        for person in range(persons):
            for _ in range(rng.integers(2, 8)):
                at = start + int(rng.integers(0, 2 * DAY))
                done = [kind for kind, rate in zip(("click", "dismiss"), rates, strict=True) if rng.random() < rate]
                found += [(f"e{len(found)}{kind}", at, f"u{person}", kind, 1.0) for kind in ["exposure", *done]]
    return found


def broken(measured, bake=BAKE):
    """Names of the guardrails that are broken at the bake's end."""
    return [each.guard.metric for each in held(bake, measured, bake.until) if each.broken]


def test_what_broke_is_told(metering):
    """Half of the clicks are gone; what was never dismissed is dismissed now."""
    assert broken(metering((0.3, 0.0), (0.15, 0.1))) == ["ctr", "shut"]


def test_what_got_better_is_not_broken(metering):
    """More clicks and fewer dismissals break nothing."""
    assert broken(metering((0.2, 0.2), (0.4, 0.05))) == []


def test_a_loss_inside_the_margin_is_borne(metering):
    """A loss of a tenth is not surely more than a tenth."""
    assert broken(metering((0.3, 0.1), (0.28, 0.1))) == []


@pytest.mark.slow
def test_the_same_champion_is_hardly_ever_rolled_back(metering):
    """Over the looks of a whole bake, of thirty bakes in which nothing changed none is broken."""
    for seed in range(30):
        measured = metering((0.3, 0.1), (0.3, 0.1), seed, persons=60)
        looks = range(SINCE + DAY // 2, BAKE.until + 1, DAY // 4)
        assert not any(each.broken for now in looks for each in held(BAKE, measured, now))


def test_totals_and_unknown_metrics_say_nothing(metering):
    """A sum over two days says nothing of one over an hour, and no dictionary is bound to have the usual metrics."""
    bake = Bake("2-abc", "2", SINCE, SINCE + DAY, (Guard("sales", 0.1), Guard("nothing", 0.1)))
    assert held(bake, metering((0.3, 0.1), (0.0, 0.9)), bake.until) == []


def test_too_few_persons_say_nothing(metering):
    """Before there is an interval nothing is broken, and that is said."""
    looked = held(BAKE, metering((0.9, 0.0), (0.0, 0.9), persons=8), BAKE.until)
    assert [each.broken for each in looked] == [False, False]
    assert "too few" in looked[0].text


def test_a_bake_is_kept_until_it_ends(tmp_path):
    """What was written is read again; after the end there is none, and a damaged file is told."""
    assert under_way(tmp_path) is None
    begin(tmp_path, BAKE)
    assert under_way(tmp_path) == BAKE
    end(tmp_path)
    assert under_way(tmp_path) is None
    (tmp_path / baking.BAKE).write_text("{")
    with pytest.raises(ShelfError):
        under_way(tmp_path)


def test_guardrails_are_read_as_written():
    """By hand with a margin or with the usual one; none means the usual ones; nonsense is refused."""
    assert guards_of(["click_through=0.3", "dismissals"]) == (Guard("click_through", 0.3), Guard("dismissals", 0.2))
    assert {each.metric for each in guards_of([])} == set(baking.USUAL)
    for wrong in ("orders", "click_through=much", "click_through=-1", "click_through=nan"):
        with pytest.raises(ShelfError):
            guards_of([wrong])
