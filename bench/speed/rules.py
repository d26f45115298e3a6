"""What a configuration costs: decisions with the e-channel's configuration, its rules made 200, beside none at all."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from typing import Any

from bench.paired import paired
from bench.speed.row import Row
from bench.speed.stage import DEMO_TOUCHPOINTS, Stage
from slotwise import packing
from slotwise.configuration import Configuration
from slotwise.configuration.folder import read_folder
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.model import Model
from slotwise.person import PersonState
from slotwise.person_packing import unpack
from slotwise.person_rows import Rows
from slotwise.scene import Scenes
from slotwise.seeds import seeds_dir
from slotwise.standing import Plan

RULES = 200
ROUNDS = 12
_CITIES = ("SZ", "GZ", "DG", "FS", "HZ", "ZS", "ZH", "ST")
_CONTEXT: dict[str, str | float] = {
    "channel": "app", "page": "home", "data_used_ratio": 0.4, "roaming": "no", "contract_days_left": 200.0,
}  # fmt: skip
_SCENE = {"data_used_ratio": 1.2}


def measure(stage: Stage) -> list[Row]:
    """The three touchpoints of the app's home page, decided for many persons by the same model on both sides."""
    model = packing.load(stage.demo / "bundle")
    with gzip.open(stage.demo / "states.gz", "rb") as file:
        states = [unpack(line) for line in file][: stage.size.persons]
    bare = replace(model.configured(Configuration()), scenes=Scenes(), plan=Plan(), rulebook=None)
    began = time.perf_counter()
    full = model.configured(configuration())
    compiled = (time.perf_counter() - began) * 1_000
    rows = [_row(full, bare, states, "", {}), _row(full, bare, states, ", in a scene", _SCENE)]
    rows.append(_row(full, bare, states, ", for who was not there before", {}, target=None))
    return [*rows, Row("compiling the configuration", compiled, "ms", detail=f"{RULES} rules over the catalogue")]


def configuration(rules: int = RULES) -> Configuration:
    """The seeds of the e-channel with so many rules: its own, and variants of them for cities and months of tenure."""
    documents = read_folder(seeds_dir("echannel"))
    seeded: list[dict[str, Any]] = documents["rules"]
    documents["rules"] = [_variant(seeded[number % len(seeded)], number // len(seeded)) for number in range(rules)]
    return Configuration.load(documents)


def _variant(rule: dict[str, Any], number: int) -> dict[str, Any]:
    """A rule like another one with a condition of its own; the one numbered 0 is the rule itself."""
    if not number:
        return rule
    mine = f'person.city == "{_CITIES[number % len(_CITIES)]}" && person.tenure_months >= {number}'
    when = f"({rule['when']}) && {mine}" if "when" in rule else mine
    return {**rule, "rule": f"{rule['rule']}-{number}", "when": when}


def _row(
    full: Model, bare: Model, states: list[PersonState], where: str, more: dict[str, float], target: float | None = 1.25
) -> Row:
    """Without a target nothing is there that was kept with the states of persons who were there before."""
    lives = {id(model): model.live(model.counts, model.trail, model.as_of) for model in (full, bare)}
    asks = tuple(Ask(name, full.catalog.touchpoints[full.catalog.touchpoint(name)].slots) for name in DEMO_TOUCHPOINTS)
    wanted = [Wanted(asks, full.as_of + 1_000, str(number), {**_CONTEXT, **more}) for number in range(len(states))]

    def side(model: Model, call: int) -> None:
        state = states[call]
        if target is None and isinstance(state.history, Rows):
            state.history.kept = None
        decide(model, state, wanted[call], lives[id(model)])

    pair = paired(lambda call: side(full, call), lambda call: side(bare, call), ROUNDS, len(states))
    detail = (
        f"{pair.first_us:.0f} to {pair.second_us:.0f} us for {len(asks)} touchpoints, "
        f"quartiles {pair.ratio_low:.2f} - {pair.ratio_high:.2f}"
    )
    what = f"decide() with {RULES} rules, 61 tags, 6 scenes and 39 touchpoints to the same without{where}"
    return Row(what, pair.ratio, "x", "<=" if target else "", target, detail)
