"""The oracle: it shows what the truth says, and no policy that may be had leads more visits by it."""

import numpy as np
import pytest

from slotwise.chance import generator
from slotwise.events import KIND_CODE, EventType
from training.simulate.closed_loop.oracle import Oracle
from training.simulate.closed_loop.plain_policies import Random
from training.simulate.ledger import Ledger


def test_places_hold_contents_of_their_kinds_without_repeats(lived):
    """Every content shown is one that its touchpoint takes, and no page shows one twice."""
    placed = lived.month.play(Oracle(lived.world))["placements"]
    catalog = lived.world.catalog
    assert catalog.in_pool[catalog.pool_of[placed["touchpoint"]], placed["content"]].all()
    pairs = np.stack([placed["page"], placed["content"]])
    assert len(np.unique(pairs, axis=1).T) == len(placed["page"])


def test_it_leads_more_than_chance(lived):
    """Who knows the truth gets more clicks out of the same visits."""
    clicks = [
        int((lived.month.play(policy)["events"]["type"] == KIND_CODE[EventType.CLICK]).sum())
        for policy in (Oracle(lived.world), Random(lived.world))
    ]
    assert clicks[0] > 1.5 * clicks[1]


def test_the_first_place_gets_what_is_clicked_most_likely(lived):
    """No other content that a page's first place takes has a greater chance by the truth of that moment."""
    world, seen = lived.world, []

    class Watched(Oracle):
        """Notes the chances that the first places had, and those of all others there."""

        def fill(self, pages, ledger, rng):
            """Compare with every content, one page at a time."""
            content, propensity = super().fill(pages, ledger, rng)
            for row in np.flatnonzero((content >= 0).any(axis=1))[:3]:
                place = int(np.argmax(content[row] >= 0))
                touchpoint = int(pages.touchpoint[row, place])
                published = world.launches.published_ms[world.catalog.content_product] <= pages.at_ms[row]
                takes = np.flatnonzero(world.catalog.in_pool[world.catalog.pool_of[touchpoint]] & published)
                one = slice(row, row + 1)
                pull = self.truth.pull(pages.who[one], pages.at_ms[one], pages.scene[one])
                same = np.zeros(len(takes), np.int64)
                chance = self.truth.click_chance(pull, same, same + pages.who[row], same + touchpoint, takes)
                seen.append(chance[takes == content[row, place]][0] >= chance.max())
            return content, propensity

    lived.month.play(Watched(world))
    assert len(seen) > 10
    assert all(seen)


def test_who_was_not_told_cannot_answer(lived):
    """Asked outside a month it says so."""
    with pytest.raises(ValueError, match="not told"):
        Oracle(lived.world).fill(None, Ledger(), generator("test"))
