"""Reporting: where the tasks of every staircase stand, and how many persons bought after each."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.stores.buyers import Buyers
from service.stores.tasks import Tasks
from service.worklists.desk import Desk
from service.worklists.entering import DAY


@dataclass(frozen=True)
class Reporting:
    """Counts tasks and what came of them. `wall` gives seconds UTC."""

    desk: Desk
    tasks: Tasks
    buyers: Buyers
    wall: Callable[[], float] = time.time

    def report(self, days: float) -> dict[str, Any]:
        """Return all staircases, and the tasks that were made in the last days by staircase, step, status and result.

        `bought` counts the tasks whose person bought a product of the staircase's category after the task was made.
        Raises StoreError.
        """
        now = int(self.wall() * 1_000)
        since, until = now - int(days * DAY), now + 1
        known = self.desk.staircases()
        bought: Counter[tuple[Any, ...]] = Counter()
        for name in known:
            bought.update(self.buyers.after_tasks(name, self.desk.products(name), since, until))
        steps = [
            {**each, "bought": bought[each["staircase"], each["step"], each["status"], each["result"]]}
            for each in self.tasks.counts(since, until)
        ]
        return {"staircases": [each.to_json() for each in known.values()], "steps": steps}
