"""What all tables share."""

from sqlalchemy import BigInteger, Integer, MetaData

METADATA = MetaData()
BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column that is called INTEGER."""
