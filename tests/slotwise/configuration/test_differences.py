"""Differences: what was added, removed and changed between two configurations, field by field."""

from slotwise.configuration import Configuration, diff, to_text


def configuration(**titles):
    """Audiences with these titles."""
    return Configuration.read(
        {"audiences": [{"audience": name, "when": "person.a == 1", "title": title} for name, title in titles.items()]}
    )


def test_every_kind_of_difference():
    """Entries come, go, change and move; a changed one tells its fields before and after."""
    found = diff(configuration(a="1", b="2", c="3"), configuration(c="3", b="x", d="4"))

    assert [(each.id, each.what) for each in found] == [
        ("a", "removed"), ("b", "changed"), ("d", "added"), ("c", "moved"), ("b", "moved"),
    ]  # fmt: skip
    assert found[1].to_json()["changes"] == [{"pointer": "/title", "before": "2", "after": "x"}]
    assert found[0].to_json()["entry"]["title"] == "1"


def test_as_text():
    """One line an entry, one a field; without a difference it says so."""
    text = to_text(diff(configuration(a="1"), configuration(a="2", b="3")))

    assert '~ audiences/a\n    /title: "1" -> "2"' in text
    assert "+ audiences/b" in text
    assert to_text(diff(configuration(a="1"), configuration(a="1"))) == "nothing differs"
