"""Our pipeline as one of the models of the benchmark: trained from a data set folder, answering through decide()."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.quality.folders import write_log, write_offers
from bench.quality.log import Log
from bench.quality.ours_options import SETS, grid, options
from bench.quality.ours_stream import Stream
from bench.quality.peers import OfferPeer, Peer
from bench.quality.task import Queries, Train
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.person import HISTORY, Interaction, PersonState
from slotwise.policies.greedy import Greedy
from training.dataset import Dataset, load
from training.fit import train as fit_model


class OursRanked(Peer):
    """Ranks all products: ALS, neighbours, trails, scene and popularity, then LambdaMART, by the very decide()."""

    name = "Slotwise"
    sets = tuple(name for name in SETS if "coupon" not in name)
    freshness_ms = 60_000
    set_name = ""

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        """The options tried on the validation part."""
        return grid(set_name)

    def fit(self, train: Train) -> None:
        """Write the past as a data set folder, load it and train, as a data scientist would."""
        chosen = options(self.set_name, self.parameters)
        with tempfile.TemporaryDirectory() as folder:
            write_log(Path(folder), train)
            dataset = load(Path(folder))
        self.model = replace(fit_model(dataset, chosen).model, policy=Greedy())
        self.ids = train.products["product_id"].to_list()
        self.row_of = {each: row for row, each in enumerate(self.ids)}
        self.attributes = _attributes(train.persons)
        self.stream = Stream(self.model, dataset, train, self.attributes)
        self.model = self.stream.model

    def observe(self, log: Log) -> None:
        """Fold what happened meanwhile into the live counts and trails."""
        self.stream.observe(log)

    def rank(self, queries: Queries, k: int) -> np.ndarray:
        """One decision a query."""
        live = self.stream.live(int(queries.time.min()))
        names = [name.removeprefix("context.") for name in queries.context.columns]
        contexts = queries.context.rows() if len(names) else [()] * len(queries)
        ranked = np.full((len(queries), k), -1, np.int32)
        excluded = queries.excluded
        for row in range(len(queries)):
            context = {name: value for name, value in zip(names, contexts[row], strict=True) if value is not None}
            ask = Ask("default", k, frozenset(self.ids[each] for each in excluded[row]))
            wanted = Wanted((ask,), int(queries.time[row]) + 1, str(row), context)
            slate = decide(self.model, self._state(queries, row), wanted, live).slates[0]
            found = [self.row_of[self.model.catalog.contents.ids[each.content]] for each in slate.placements]
            ranked[row, : len(found)] = found
        return ranked

    def _state(self, queries: Queries, row: int) -> PersonState:
        products, times = queries.history[row][-HISTORY:], queries.history_time[row][-HISTORY:]
        kind = self.stream.kind
        history = tuple(
            Interaction(time, self.ids[product], kind, 0.0, "")
            for time, product in zip(times.tolist(), products.tolist(), strict=True)
        )
        everything = queries.history_time[row]
        totals = [0] * 9
        totals[kind] = len(everything)
        person = str(queries.person_id[row])
        first = int(everything[0]) if len(everything) else None
        last = int(everything[-1]) if len(everything) else None
        return PersonState(person, history, (), tuple(totals), first, last, self.attributes.get(person, {}))


class OursOffers(OfferPeer):
    """Scores single offers by the trained ranker, the offered product being the only candidate."""

    name = "Slotwise"
    set_name = "coupon"

    @classmethod
    def grid(cls, set_name: str) -> list[dict[str, Any]]:
        """The options tried on the validation part."""
        return grid(set_name)

    def fit(self, rows: pl.DataFrame) -> None:
        """Write offers and outcomes as impressions, load and train."""
        chosen = options(self.set_name, self.parameters)
        with tempfile.TemporaryDirectory() as folder:
            write_offers(Path(folder), rows)
            dataset: Dataset = load(Path(folder))
        self.model = replace(fit_model(dataset, chosen).model, policy=Greedy())

    def score(self, rows: pl.DataFrame) -> np.ndarray:
        """The score of the offered product for a person without history, in the row's scene."""
        facts = rows.drop("product_id", "person_id").to_dicts()
        scores = np.zeros(len(rows))
        for row, (product, known) in enumerate(zip(rows["product_id"], facts, strict=True)):
            context = {
                name[8:]: value for name, value in known.items() if name.startswith("context.") and value is not None
            }
            person = {
                name[10:]: value for name, value in known.items() if name.startswith("attribute.") and value is not None
            }
            wanted = Wanted((Ask("default", 1, candidates=(product,)),), self.model.as_of, str(row), context)
            slate = decide(self.model, PersonState(f"q_{row}", attributes=person), wanted).slates[0]
            scores[row] = slate.placements[0].score if slate.placements else -np.inf
        return scores


def model(set_name: str) -> type | None:
    """Our model for a set, or None where it does not take part."""
    if set_name not in SETS:
        return None
    base = OursOffers if "coupon" in set_name else OursRanked
    return type(base.__name__, (base,), {"set_name": set_name})


def _attributes(persons: pl.DataFrame | None) -> dict[str, dict[str, Any]]:
    if persons is None:
        return {}
    rows = persons.rename({name: name.removeprefix("attribute.") for name in persons.columns}).to_dicts()
    return {
        row["person_id"]: {name: value for name, value in row.items() if name != "person_id" and value is not None}
        for row in rows
    }
