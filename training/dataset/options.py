"""Options of loading a data set."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DatasetOptions:
    """How much of a log becomes facets, and how much memory loading may take."""

    max_values: int = 60
    """Most values of one facet; rarer ones are unknown."""
    min_coverage: float = 0.2
    """Share of the known values of a column that its most frequent ones must cover, or it is no facet but an id."""
    max_cells: int = 20_000_000
    """Most cells (facet values times products) of the tables of counts by facet; the widest facets go first."""
    batch_rows: int = 1_000_000
    """Rows that are decoded at a time."""
    labels_until: int | None = None
    """Moment (ms UTC) after which nothing of an outcome is known; None: the log's outcomes are complete."""
    exposed_only: bool = False
    """Whether a placement that nobody saw is no impression, on touchpoints whose clients report exposures."""
    memory: str = "2GB"
    """What DuckDB may hold while it counts and joins; more goes to a temporary folder."""
