"""Keys of callers, and the nonces of the requests that they signed."""

from sqlalchemy import BigInteger, Column, Float, LargeBinary, SmallInteger, String, Table, Text

from service.stores.tables.base import METADATA

KEYS = Table(
    "keys",
    METADATA,
    Column("key_id", String(16), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(128), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("signed_only", SmallInteger, nullable=False),
    Column("rate", Float),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("revoked_at", BigInteger),
    Column("used_at", BigInteger),
    Column("successor", String(16)),
)
"""One row a key, never deleted; times in ms UTC, `scopes` and `origins` separated by spaces, `rate` a second."""

NONCES = Table(
    "nonces",
    METADATA,
    Column("key_id", String(16), primary_key=True),
    Column("nonce", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)
"""Nonces of signed requests, until their time is over."""
