"""Baking: while a new champion is watched, one worker looks at its guardrails, and rolls it back where one breaks."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from service import of_its_own
from service.log import logger
from service.one_at_a_time import alone
from slotwise import baking, shelf
from slotwise.baking import Bake, Held
from slotwise.errors import SlotwiseError
from slotwise.metering import Metering
from slotwise.moves import Said

EVERY = 30.0
"""Seconds between two looks."""
_REGISTRY_SECONDS = 120.0
_log = logger("baking")


@dataclass(frozen=True)
class Baking:
    """Watches the bakes of one shelf; `metering` measures the live log, `clock` gives seconds UTC."""

    shelf: Path
    metering: Callable[[], Metering]
    lock: Path
    clock: Callable[[], float] = field(default=time.time)

    def tick(self) -> bool:
        """Look at every bake that is under way, unless another worker is at it; return whether somebody looked."""
        return bool(list(self.shelf.glob(f"*/{baking.BAKE}"))) and alone(self.lock, self.look)

    def look(self) -> None:
        """Roll back what broke, end what held; raise ShelfError, StoreError."""
        for name in shelf.names(self.shelf):
            bake = baking.under_way(self.shelf / name)
            if bake is not None:
                self._look(name, bake)

    def held(self, bake: Bake) -> list[Held]:
        """Return what there is to say of every guardrail now; raise StoreError."""
        return baking.held(bake, self.metering(), int(self.clock() * 1_000))

    def _look(self, name: str, bake: Bake) -> None:
        champion = shelf.aliases(self.shelf, name).get(shelf.CHAMPION)
        if champion is None or champion.folder != bake.folder:
            # Somebody moved the champion by hand: there is nothing to watch any more.
            baking.end(self.shelf / name)
            return
        broken = [each.text for each in self.held(bake) if each.broken]
        if broken:
            self._roll_back(name, bake, "; ".join(broken))
        elif self.clock() * 1_000 >= bake.until:
            baking.end(self.shelf / name)
            _log.info("champion baked", model=name, version=bake.version)

    def _roll_back(self, name: str, bake: Bake, why: str) -> None:
        now = shelf.roll_back(self.shelf, name, Said("the bake", why))
        baking.end(self.shelf / name)
        _log.error("champion rolled back", model=name, version=bake.version, to=now.version, why=why)
        if bake.tracking and find_spec("mlflow") is not None:
            self._tell(name, bake.tracking)

    def _tell(self, name: str, tracking: str) -> None:
        """Let the registry follow; whether it can is not what serving waits for."""
        words = ("rollback", name, "--follow", "--shelf", str(self.shelf), "--tracking", tracking)
        try:
            of_its_own.run(None, *words, longest=_REGISTRY_SECONDS)
        except SlotwiseError as error:
            _log.warning("registry not told", model=name, detail=error.detail)
