"""Treated: the persons to whom an audience was given out, of all its exports together."""

from sqlalchemy import select

from service.stores.database import Database
from service.stores.tables import AUDIENCE_EXPORTS, AUDIENCE_MEMBERS


def treated(database: Database, audience: str, until: int) -> set[str]:
    """Return who was treated, and not held out, in the exports made before a moment (ms UTC); raise StoreError."""
    exports = select(AUDIENCE_EXPORTS.c.export_id).where(
        AUDIENCE_EXPORTS.c.audience == audience, AUDIENCE_EXPORTS.c.made_at < until
    )
    query = select(AUDIENCE_MEMBERS.c.person_id).where(
        AUDIENCE_MEMBERS.c.export_id.in_(exports), AUDIENCE_MEMBERS.c.treated == 1
    )
    return {row.person_id for row in database.rows(query.distinct(), {})}
