"""Scale: the same decision over a hundred times as many products, in the engine alone."""

from __future__ import annotations

from bench.generated import NOW, TOUCHPOINTS, World
from bench.paired import Pair, paired
from bench.speed.row import Row
from bench.speed.stage import Stage
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide

CALLS = 40


def measure(stage: Stage) -> list[Row]:
    """The large world beside the small one, and the standard one by itself."""
    small, large = stage.size.scale
    few, many = stage.smaller(small), stage.smaller(large)
    pair = compare(many, few, 2 * stage.size.rounds)
    del many
    standard = compare(stage.world, few, 2 * stage.size.rounds)
    detail = f"{pair.first_us / 1e3:.2f} to {pair.second_us / 1e3:.2f} ms, the engine alone"
    products, trees = stage.size.shape.products, stage.size.shape.trees
    work = f"{products:,} products, {stage.size.shape.candidates} candidates, {trees} trees"
    return [
        Row(f"from {small:,} to {large:,} products", pair.ratio, "x", "<=", 10.0, detail),
        Row("decide()", standard.first_us / 1e3, "ms", detail=work),
    ]


def compare(first: World, second: World, rounds: int) -> Pair:
    """Decisions of two worlds, in turns, for persons with the same number of touches."""
    sides = []
    for world in (first, second):
        model, live = world.model, world.model.start
        model.prepare(live)
        asked = [(world.person(number), _wanted(world, number)) for number in range(CALLS)]
        sides.append(lambda call, model=model, live=live, asked=asked: decide(model, *asked[call], live))
    return paired(*sides, rounds, CALLS)


def _wanted(world: World, number: int) -> Wanted:
    asks = (Ask(TOUCHPOINTS[number % len(TOUCHPOINTS)], world.shape.slots),)
    return Wanted(asks, NOW, f"d{number}", world.context(number))
