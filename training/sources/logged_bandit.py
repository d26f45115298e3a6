"""Logged bandit data of others: placements with a propensity and an outcome each, as columns for off-policy evaluation.

Read from a data set folder that was imported with propensities, or straight from files that a ready mapping knows (the
Open Bandit Dataset), which are imported into a folder that is gone again afterwards. Which placements were shown
together is not known, so each one is a slate of its own, in its slot.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.facts import FACTS, make_facts
from slotwise.analysis.folder import events_file, open_file
from slotwise.analysis.query import connect
from slotwise.errors import SourceError
from slotwise.off_policy.logged import Logged

RAW = {"open_bandit": ("impressions.parquet", "impressions.csv")}
"""Ready mappings that import a folder with these files into one with propensities."""


@dataclass(frozen=True)
class BanditLog:
    """One policy's placements; content int64 (n,) among so many `contents` that the whole log shows."""

    logged: Logged
    content: NDArray[np.int64]
    contents: int


def read(folder: Path) -> dict[str, BanditLog]:
    """Return the log of each policy by its name. Raises SourceError where there are no propensities."""
    if open_file(folder, log.DECISIONS_FILE) is not None:
        return _read(folder)
    known = [name for name, files in RAW.items() if any((folder / each).is_file() for each in files)]
    if not known:
        raise SourceError(
            f"{folder} holds no logged decisions", expected=f"{log.DECISIONS_FILE}, or one of {sorted(RAW)}",
            given=str(folder), hint="bring other data in with `slotwise import`",
        )  # fmt: skip
    # Importing is only needed here.
    from training.sources.importing import import_dataset

    with TemporaryDirectory() as place:
        import_dataset(known[0], folder, Path(place, "imported"))
        return _read(Path(place, "imported"))


def _read(folder: Path) -> dict[str, BanditLog]:
    file = open_file(folder, log.DECISIONS_FILE)
    if file is None or log.PROPENSITY not in file.columns:
        raise SourceError("the log has no propensities", expected=log.PROPENSITY, given=str(folder))
    shown = log.CONTENT if log.CONTENT in file.columns else log.PRODUCT
    content = f"coalesce(CAST({shown} AS VARCHAR), CAST({log.PRODUCT} AS VARCHAR))"
    policy = f"coalesce(CAST({log.POLICY} AS VARCHAR), '')" if log.POLICY in file.columns else "''"
    with TemporaryDirectory() as spill, connect(Path(spill)) as connection:
        make_facts(connection, file, events_file(folder), {})
        found = connection.execute(
            f"SELECT {policy} AS policy, {content} AS content, CAST({log.PROPENSITY} AS DOUBLE) AS propensity,"
            f" hash({log.PERSON}) >> 1 AS person, coalesce({log.SLOT}, 1) AS slot,"
            f" CAST(f.clicked_at IS NOT NULL AS DOUBLE) AS reward"
            f" FROM {file.numbered} d JOIN {FACTS} f USING (place) ORDER BY place"
        ).fetchnumpy()
    _, codes = np.unique(found["content"].astype(str), return_inverse=True)
    contents, policies = int(codes.max(initial=-1)) + 1, found["policy"].astype(str)
    return {name: _of(found, codes, contents, policies == name) for name in np.unique(policies).tolist()}


def _of(
    found: dict[str, NDArray[np.generic]], codes: NDArray[np.intp], contents: int, rows: NDArray[np.bool_]
) -> BanditLog:
    def column(name: str) -> NDArray[np.generic]:
        return np.ma.filled(found[name], 0)[rows]

    propensity = column("propensity").astype(np.float64)
    logged = Logged(
        decision=np.arange(int(rows.sum()), dtype=np.int64),
        person=column("person").astype(np.int64),
        slot=np.maximum(column("slot").astype(np.int64), 1),
        reward=column("reward").astype(np.float64),
        propensity=propensity,
        prefix=propensity,
    )
    return BanditLog(logged, codes[rows].astype(np.int64), contents)
