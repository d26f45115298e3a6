"""Known names: of the catalogue, of the model's facts, of what was declared."""

from slotwise.configuration import Configuration, vocabulary
from slotwise.documents import World

NOTHING = Configuration()


def test_without_a_model_its_groups_are_open():
    """Nothing is said of products, context and persons; the state's facts are known anyway."""
    known = vocabulary({}, World())

    assert known.open == {"product", "context", "person"}
    assert known.knows("context.anything")
    assert known.names["state.purchases"] == "number"
    assert (known.names["tags"], known.names["scene"]) == ("list", "text")
    assert not known.knows("state.nothing")


def test_with_a_model(checkerboard):
    """Its facts, its products' attributes, its categories."""
    known = vocabulary({}, World(checkerboard.catalog, checkerboard.facets))

    assert known.open == frozenset()
    assert {each.name for each in checkerboard.facets.fields if "." in each.name} <= set(known.names)
    assert set(checkerboard.catalog.products.categories) <= known.calls["times"]
    assert f"product:{checkerboard.catalog.products.ids[0]}" in known.calls["days_since"]


def test_what_was_declared():
    """A declared fact and the audiences of the configuration."""
    documents = {
        "facts": [{"fact": "context.store", "type": "yes/no"}],
        "audiences": [{"audience": "a", "when": "context.store"}],
    }
    entries = Configuration.look_at(documents)[0].entries

    assert vocabulary(entries, World()).names["context.store"] == "yes/no"
    assert vocabulary(entries, World()).calls["audience"] == {"a"}


def test_values_that_documents_make():
    """Tags, scenes and phases that there are; a document that is not there says nothing, for the model has its own."""
    phase = {"phase": "core", "kind": "tier", "from_points": 3}
    entries = Configuration.look_at({"life_cycle": [phase], "scenes": []})[0].entries
    values = vocabulary(entries, World()).values

    assert set(values) == {"state.layer", "state.stage", "state.tier", "state.growth", "scene"}
    assert (values["state.tier"].known, values["state.stage"].known) == ({"core"}, set())
    assert values["state.layer"].known == {"visitor", "payer", "loyal"}
    assert values["scene"].closed is False
