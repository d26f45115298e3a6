"""The document of touchpoints: what a surface takes, for whom it is open, and what it brings along."""

import json

from slotwise.configuration.reading import read_entry
from slotwise.documents.touchpoints import Touchpoint
from slotwise.seeds import seeds_dir

WRITTEN = {
    "touchpoint": "home", "slots": 3, "channel": "app", "page": "home", "title": "Home", "kinds": ["banner"],
    "goal": "convert", "attribution_window_s": 3600, "fallback": ["c1"], "scenes": ["roaming"], "per_category": 1,
    "when": 'context.channel == "app"', "schedule": {"hours": ["09:00-17:00"]}, "explore": 0.3,
    "caps": [{"most": 2, "hours": 24.0}], "owner": "e-channel",
}  # fmt: skip


def test_a_touchpoint_is_written_as_it_was_read():
    """And the catalogue gets its part."""
    entry, problems = read_entry(Touchpoint, WRITTEN, ())
    surface = entry.surface()

    assert (problems, entry.to_json()) == ([], WRITTEN)
    for name in ("touchpoint", "slots", "channel", "page", "title", "goal", "attribution_window_s", "per_category"):
        assert getattr(surface, name) == WRITTEN[name]
    assert (surface.kinds, surface.fallback, surface.scenes) == (("banner",), ("c1",), ("roaming",))


def test_the_seeds_are_entries():
    """All 39 of the e-channel."""
    documents = json.loads((seeds_dir("echannel") / "touchpoints.json").read_text(encoding="utf-8"))
    found = [read_entry(Touchpoint, each, ()) for each in documents]

    assert len(found) == 39
    assert [problems for _, problems in found if problems] == []
