"""Goals: who reached one in a stretch of the log: a conversion, a click, any event, of some products or of all."""

from collections.abc import Collection

from service.stores.database import Database

_DAY = 86_400_000
_REACHED = (
    "SELECT DISTINCT person_id, product_id FROM events "
    "WHERE occurred_at >= ? AND occurred_at < ? AND type = ? AND repeated = 0"
)


class Goals:
    """Reads the log in stretches of a day, so that no read lasts long."""

    def __init__(self, database: Database):
        self._database = database

    def reached(self, event: str, since: int, until: int, products: Collection[str] | None = None) -> set[str]:
        """Return the ids under which events of a type happened in [since, until), ms UTC; raise StoreError.

        `products` are those that count; None counts all, and events without a product too.
        """
        found = set[str]()
        for start in range(since, until, _DAY):
            rows = self._database.quick_rows(_REACHED, (start, min(start + _DAY, until), event))
            found.update(person for person, product in rows if person and (products is None or product in products))
        return found
