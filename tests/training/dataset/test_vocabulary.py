"""Facets and numbers are chosen from the columns by what they hold."""

import pytest

from slotwise.analysis.folder import events_file, open_file
from slotwise.analysis.query import connect
from slotwise.facets import Facet
from training.dataset.options import DatasetOptions
from training.dataset.vocabulary import choose, column_of


@pytest.fixture
def chosen(write, tmp_path):
    """Choose from events with the given columns; with persons when attributes are given."""

    def run(columns, persons=None, n_products=10, **options):
        rows = list(zip(*columns.values(), strict=True))
        log = [(place, "a", "view", *row) for place, row in enumerate(rows)]
        folder = write(events=(["occurred_at", "person_id", "type", *columns], log))
        if persons:
            write(persons=(["person_id", *persons], list(zip(*[["a", "b"], *persons.values()], strict=True))))
        with connect(tmp_path) as connection:
            file = events_file(folder)
            return choose(
                connection, [file], open_file(folder, "persons.parquet"), n_products, DatasetOptions(**options)
            )

    return run


def test_values_come_by_frequency_then_by_name(chosen):
    """So that the same log always gives the same codes."""
    facets = chosen({"context.os": ["b", "a", "c", "c", None]}).facets

    assert facets.fields == (Facet("context.os", ("c", "a", "b")),)


def test_rare_values_are_unknown_and_ids_are_no_facets(chosen):
    """At most max_values are kept; a column whose frequent values cover too little is left out and reported."""
    kept = chosen({"context.os": list("aaabbc")}, max_values=2)
    dropped = chosen({"context.click": [str(n) for n in range(50)]}, max_values=5)

    assert kept.facets.fields[0].values == ("a", "b")
    assert dropped.facets.fields == ()
    assert "context.click" in dropped.warnings[0]


def test_columns_of_one_value_say_nothing(chosen):
    """Neither categories nor numbers that never vary are kept."""
    vocabulary = chosen({"context.os": ["a", "a"], "context.load": [1.0, 1.0], "context.heat": [1.0, 2.0]})

    assert (vocabulary.facets.fields, vocabulary.facets.numbers) == ((), ("context.heat",))


def test_scene_touchpoint_and_person_are_facets_too(chosen):
    """Any named scene; touchpoints when there is more than one; attributes of persons as `person.`."""
    facets = chosen(
        {"scene": ["storm", None], "touchpoint": ["home", "exit"], "context.on": [True, False]},
        persons={"attribute.city": ["Lyon", "Metz"], "attribute.age": [20, 30]},
    ).facets

    assert [field.name for field in facets.fields] == ["context.on", "person.city", "scene", "touchpoint"]
    assert facets.fields[0].values == ("false", "true")
    assert facets.numbers == ("person.age",)


def test_one_touchpoint_tells_nothing(chosen):
    """It is a facet only where there are others."""
    assert chosen({"touchpoint": ["home", "home"]}).facets.fields == ()


def test_the_widest_facets_go_when_the_tables_get_too_large(chosen):
    """Facet values times products stay below the limit, and the warning names what went."""
    vocabulary = chosen({"context.a": list("abcd"), "context.b": list("xxyy")}, n_products=10, max_cells=59)

    assert [field.name for field in vocabulary.facets.fields] == ["context.b"]
    assert "context.a" in vocabulary.warnings[0]


def test_names_lead_back_to_columns():
    """person.city is read from attribute.city of persons.parquet."""
    assert (column_of("person.city"), column_of("context.os")) == ("attribute.city", "context.os")
