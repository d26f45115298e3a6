"""Known: the vocabulary of an installation, from its catalogue, the facts of its model, and what was declared."""

from slotwise import standing_facts
from slotwise.catalog import Catalog
from slotwise.conditions import Values, Vocabulary
from slotwise.documents import Entries, World
from slotwise.layers import Layer

_TEXTS = ("scene", "touchpoint", "state.layer", "state.stage", "state.tier", "state.growth")
_PRODUCT = {"product_id": "text", "title": "text", "category": "text", "price": "number", "popularity": "number"}
_CONTENT = {"content_id": "text", "kind": "text", "title": "text"}
_PHASES = ("stage", "tier", "growth")
_TIMES = {"published_at": "number", "retired_at": "number"}


def vocabulary(entries: Entries, world: World) -> Vocabulary:
    """Return the names that conditions may read; where no model is known, any name of its groups."""
    names: dict[str, str | None] = dict.fromkeys(standing_facts.TOLD, "number")
    names |= dict.fromkeys(_TEXTS, "text") | {"state.points": "number", "tags": "list"}
    names |= {f"content.{name}": kind for name, kind in (_CONTENT | _TIMES).items()}
    names |= {f"product.{name}": kind for name, kind in (_PRODUCT | _TIMES).items()}
    if world.catalog is not None:
        names |= _attributes(world.catalog)
    if world.facets is not None:
        # A category may hold numbers written in full, and a caller may send what was a number as a text.
        names |= {each.name: "text" for each in world.facets.fields if "." in each.name}
        names |= dict.fromkeys(world.facets.numbers, "number")
    names |= {each.fact: each.type for each in entries.get("facts", {}).values()}
    unknown = ({"product"} if world.catalog is None else set()) | (
        {"context", "person"} if world.facets is None else set()
    )
    return Vocabulary(names, _calls(entries, world.catalog), frozenset(unknown), _values(entries))


def _attributes(catalog: Catalog) -> dict[str, str | None]:
    columns = catalog.products.attributes.items()
    return {f"product.{name}": "text" if column.categorical else "number" for name, column in columns}


def _values(entries: Entries) -> dict[str, Values]:
    """What facts can be that documents make; a document that is not there leaves the model's own, which any may be."""
    found = {"state.layer": Values("layers", frozenset(each.value for each in Layer))}
    if "tags" in entries:
        found["tags"] = Values("tags", frozenset(entries["tags"]))
    if "touchpoints" in entries:
        found["touchpoint"] = Values("touchpoints", frozenset(entries["touchpoints"]))
    if "scenes" in entries:
        # A caller may name one that is no entry.
        found["scene"] = Values("scenes", frozenset(entries["scenes"]), closed=False)
    if "life_cycle" in entries:
        phases = entries["life_cycle"].values()
        for kind in _PHASES:
            found[f"state.{kind}"] = Values(f"{kind}s", frozenset(each.id for each in phases if each.kind == kind))
    return found


def _calls(entries: Entries, catalog: Catalog | None) -> dict[str, frozenset[str]]:
    found = {"audience": frozenset(entries.get("audiences", {}))}
    if catalog is not None:
        products = catalog.products
        businesses = frozenset(products.categories) | {f"product:{each}" for each in products.ids}
        found |= {"times": businesses, "days_since": businesses}
    return found
