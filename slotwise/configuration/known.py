"""Known: the vocabulary of an installation, from its catalogue, the facts of its model, and what was declared."""

from slotwise import standing_facts
from slotwise.catalog import Catalog
from slotwise.conditions import Vocabulary
from slotwise.documents import Entries, World

_TEXTS = ("scene", "touchpoint", "state.layer", "state.stage", "state.tier", "state.growth")
_PRODUCT = {"product_id": "text", "title": "text", "category": "text", "price": "number", "popularity": "number"}
_CONTENT = {"content_id": "text", "kind": "text", "title": "text"}
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
    return Vocabulary(names, _calls(entries, world.catalog), frozenset(unknown))


def _attributes(catalog: Catalog) -> dict[str, str | None]:
    columns = catalog.products.attributes.items()
    return {f"product.{name}": "text" if column.categorical else "number" for name, column in columns}


def _calls(entries: Entries, catalog: Catalog | None) -> dict[str, frozenset[str]]:
    found = {"audience": frozenset(entries.get("audiences", {}))}
    if catalog is not None:
        products = catalog.products
        businesses = frozenset(products.categories) | {f"product:{each}" for each in products.ids}
        found |= {"times": businesses, "days_since": businesses}
    return found
