"""Frozen reports as files: written once, read by everybody, changed by nobody."""

import json

from service.experiments.files import keep, places


def test_a_report_and_its_page_are_kept(tmp_path):
    """In the data folder, by experiment and phase, and not for writing."""
    report = {"experiment": "hero", "phase": 2, "verdict": {"code": "ship"}}
    kept = keep(tmp_path, report, "<h1>hero</h1>")

    assert tuple(kept) == places(tmp_path, "hero", 2)
    assert json.loads(kept[0].read_text()) == report
    assert kept[1].read_text() == "<h1>hero</h1>"
    assert all(each.stat().st_mode & 0o222 == 0 for each in kept)


def test_what_was_kept_is_never_changed(tmp_path):
    """Whoever comes later, with whatever it is; nothing half-written is left behind."""
    first = {"experiment": "hero", "phase": 1, "n": 1}
    keep(tmp_path, first, "<p>1</p>")
    json_file, page = keep(tmp_path, {**first, "n": 2}, "<p>2</p>")

    assert json.loads(json_file.read_text())["n"] == 1
    assert page.read_text() == "<p>1</p>"
    assert sorted(each.name for each in json_file.parent.iterdir()) == ["phase-1.html", "phase-1.json"]
