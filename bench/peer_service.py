"""The careful user's service, the peer that Slotwise is measured against: Flask, implicit, numpy and LightGBM.

Written as well as the libraries allow without an engine of one's own: everything that does not depend on the person is
made at the start, all candidates are handled at once, one thread a library, the state is one row of SQLite, and
models are loaded after the fork (LightGBM and implicit hang in a child of a process that loaded them).
Run: PEER_FOLDER=... gunicorn bench.peer_service:application
"""

from __future__ import annotations

import json
import os
import sqlite3
from functools import cached_property
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy and LightGBM read it
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from flask import Flask, jsonify, request

from bench.peer_features import MATCH, NAMES, PRODUCT, REQUEST, Columns, Person, match_columns, request_values


class Recommender:
    """Retrieval by implicit, ranking by a Booster, state from SQLite."""

    def __init__(self, folder: Path):
        self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text())
        self.ids: list[str] = self.meta["ids"]
        self.places = {name: place for place, name in enumerate(self.ids)}
        arrays = {path.stem: np.load(path) for path in folder.glob("*.npy")}
        self.factors = arrays.pop("factors")
        self.columns = Columns(**arrays, starts=tuple(self.meta["starts"]))
        self.order = {name: place for place, name in enumerate(self.meta["features"])}
        self.slots = {block: [self.order[name] for name in block] for block in (REQUEST, PRODUCT, MATCH)}
        self.folder = folder

    @cached_property
    def states(self) -> sqlite3.Connection:
        """One connection a process, opened after the fork."""
        return sqlite3.connect(self.folder / "states.sqlite", check_same_thread=False)

    @cached_property
    def booster(self) -> Any:
        """Loaded after the fork."""
        import lightgbm

        return lightgbm.Booster(model_file=str(self.folder / "booster.txt"))

    @cached_property
    def als(self) -> Any:
        """implicit's model over the same factors, without any person."""
        from implicit.cpu.als import AlternatingLeastSquares

        options = self.meta["als"]
        model = AlternatingLeastSquares(**options, num_threads=1)
        model.item_factors = self.factors
        model.user_factors = np.zeros((1, self.factors.shape[1]), np.float32)
        return model

    def person(self, name: str) -> Person:
        """The person's row."""
        row = self.states.execute("SELECT state FROM states WHERE person = ?", (name,)).fetchone()
        found = json.loads(row[0])
        columns = {key: np.array(found[key]) for key in ("times", "shown_times")}
        products, shown = (np.array([self.places[each] for each in found[key]]) for key in ("products", "shown"))
        return Person(products=products, shown=shown, **columns, **{key: found[key] for key in self.meta["counters"]})

    def retrieve(self, person: Person) -> tuple[np.ndarray, np.ndarray]:
        """Candidates by implicit, the person's factors solved anew from the history."""
        from scipy.sparse import csr_matrix

        products, times = np.unique(person.products, return_counts=True)
        row = (np.sqrt(times).astype(np.float32), products, [0, len(products)])
        items = csr_matrix(row, shape=(1, len(self.ids)))
        return self.als.recommend(0, items, N=self.meta["candidates"], recalculate_user=True)  # type: ignore[no-any-return]

    def rank(
        self, name: str, city: str, touchpoint: str, context: dict[str, Any], slots: int
    ) -> list[tuple[int, float]]:
        """The best products with their scores."""
        now, person = self.meta["now"], self.person(name)
        found, scores = self.retrieve(person)
        asked = (context["channel"], context["page"], city, touchpoint)
        rows = [self.meta["rows"][place][value] for place, value in enumerate(asked)]
        matrix = np.zeros((len(found), len(self.order)), np.float32)
        matrix[:, self.slots[REQUEST]] = request_values(person, self.columns, rows, context["battery"], now)
        matrix[:, self.slots[PRODUCT]] = self.columns.products[found]
        matrix[:, self.slots[MATCH]] = np.column_stack(match_columns(person, self.columns, found, scores, rows, now))
        ranked = self.booster.predict(matrix, num_threads=1)
        best = np.argsort(-ranked, kind="stable")[:slots]
        return [(int(found[place]), float(ranked[place])) for place in best]


def make_application(folder: Path) -> Flask:
    """The service over an exported folder; answers in the shape and size of Slotwise's own answer."""
    application, recommender = Flask(__name__), Recommender(folder)
    assert set(NAMES) <= set(recommender.order)

    @application.post("/v1/decisions")
    def decide() -> Any:
        asked = request.get_json()
        person, context = asked["person"], asked["context"]
        city = person.get("attributes", {}).get("city", "SZ")
        return jsonify(
            person={"id": person["id"], "known": True},
            touchpoints=[_touchpoint(recommender, person["id"], city, each, context) for each in asked["touchpoints"]],
            ttl_seconds=60,
        )

    return application


def _touchpoint(
    recommender: Recommender, person: str, city: str, asked: dict[str, Any], context: dict[str, Any]
) -> Any:
    ranked = recommender.rank(person, city, asked["touchpoint"], context, asked["slots"])
    return {
        "touchpoint": asked["touchpoint"],
        "service_level": "ranker",
        "model": {"name": "peer", "version": "1"},
        "placements": [
            {
                "slot": slot,
                "content_id": recommender.ids[product],
                "product_id": recommender.ids[product],
                "score": score,
                "propensity": 1.0,
                "title": recommender.meta["titles"][product],
                "deeplink": recommender.meta["deeplink"],
            }
            for slot, (product, score) in enumerate(ranked, start=1)
        ],
    }


if "PEER_FOLDER" in os.environ:
    application = make_application(Path(os.environ["PEER_FOLDER"]))
