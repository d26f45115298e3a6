"""Configuration: every revision that ever was, and the documents that they consist of."""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from service.stores.tables.base import METADATA

REVISIONS = Table(
    "configuration_revisions",
    METADATA,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("parent", Integer),
    Column("made_at", BigInteger, nullable=False),
    Column("author", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("restores", Integer),
    Column("documents", Text, nullable=False),
)
"""Append-only; the highest revision is in effect. `documents` is JSON: digest by kind. `made_at` ms UTC; `restores` is
the revision that a roll-back brought back. Two changes of one parent collide on the number, and the later is told."""

DOCUMENTS = Table(
    "configuration_documents",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("body", Text, nullable=False),
)
"""Documents by the SHA-256 of their body, JSON: revisions share those that did not change."""
