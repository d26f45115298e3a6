"""Known persons: what requests said of them counts, the latest first, then what was known before."""

from training.dataset import load

DECIDED = ["decision_id", "decided_at", "person_id", "touchpoint", "content_id", "attribute.city", "attribute.age"]
EVENTS = (
    ["occurred_at", "person_id", "type"],
    [(1, "a", "view"), (1, "b", "view"), (1, "c", "view"), (1, "d", "view")],
)


def cities(data):
    """The city of each person by id, None where it is not known."""
    place = data.facets.place("person.city")
    values, start = data.facets.fields[place].values, data.facets.offsets[place]
    rows = data.person_facts.facets[:, place].tolist()
    return {person: None if row < 0 else values[row - start] for person, row in zip(data.persons, rows, strict=True)}


def test_the_latest_word_counts(write):
    """Each attribute by itself; a request that gave none says nothing."""
    decisions = [
        ("d1", 5, "a", "home", "c1", "SZ", 30.0),
        ("d2", 9, "a", "home", "c1", None, 40.0),
        ("d3", 3, "a", "home", "c1", "GZ", 20.0),
        ("d4", 3, "b", "home", "c1", "GZ", 50.0),
        ("d5", 3, None, "home", "c1", "BJ", 1.0),
    ]
    data = load(write(events=EVENTS, decisions=(DECIDED, decisions)))

    assert cities(data) == {"a": "SZ", "b": "GZ", "c": None, "d": None}
    assert data.facets.numbers == ("person.age",)
    assert data.person_facts.numbers[:2, 0].tolist() == [40.0, 50.0]


def test_what_was_known_before_stands_where_nothing_was_said(write):
    """Persons of the file without a request keep their attributes."""
    decisions = [("d1", 5, "a", "home", "c1", "SZ", None), ("d2", 5, "b", "home", "c1", None, None)]
    persons = (["person_id", "attribute.city"], [("a", "GZ"), ("b", "GZ"), ("c", "SZ")])
    data = load(write(events=EVENTS, decisions=(DECIDED[:-1], [each[:-1] for each in decisions]), persons=persons))

    assert cities(data) == {"a": "SZ", "b": "GZ", "c": "SZ", "d": None}
