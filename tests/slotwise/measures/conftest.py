"""The small world as a data set folder."""

from tests.data_sets import small, write

__all__ = ["small", "write"]
