"""Changing: a configuration as it would be, checked, compared and tried; then made a revision, or left alone."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.configuration.dry_run import DryRun, dry_run
from service.configuration.ground import Ground
from service.configuration.history import History
from service.in_effect import InEffect
from service.stores.revisions import Revision, conflict
from slotwise.configuration import Configuration, Difference, diff
from slotwise.documents import Problem
from slotwise.documents.experiments import Experiment
from slotwise.documents.holdouts import Holdout
from slotwise.errors import ConfigurationError, SlotwiseError, UnknownRevisionError

AUTHOR = 128
REASON = 2_000
LIVES = (Experiment.name, Holdout.name)
"""Documents of things that live on while settings go back and forth."""
Documents = Mapping[str, Any]


@dataclass(frozen=True)
class Checked:
    """What a change would be: against which revision, what differs, what is wrong, what persons would see."""

    base: InEffect
    configuration: Configuration
    problems: list[Problem]
    differences: list[Difference]
    tried: DryRun | None

    @property
    def ok(self) -> bool:
        """Whether it may take effect: warnings do not keep it from that."""
        return all(each.warning for each in self.problems)

    @property
    def differs(self) -> bool:
        """Whether it changes anything: an empty document is another thing than none, which leaves the bundle's own."""
        return self.base.configuration.digests != self.configuration.digests

    def refuse(self) -> None:
        """Raise ConfigurationError unless it may take effect."""
        wrong = tuple(each for each in self.problems if not each.warning)
        if wrong:
            first, more = wrong[0], f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            error = ConfigurationError(f"{first.pointer or 'the documents'}: {first.detail}{more}")
            error.problems = wrong
            raise error


@dataclass(frozen=True)
class Changing:
    """Makes revisions; `ground` is asked for each time, for another model may be live meanwhile."""

    history: History
    ground: Callable[[], Ground]
    clock: Callable[[], float] = time.time

    def check(
        self, change: Callable[[Configuration], Documents], parent: int | None = None, dry: bool = True
    ) -> Checked:
        """Return what a change of the configuration in effect would be; it is made of plain documents.

        Raises RevisionConflictError when `parent` is given and another revision is in effect, and StoreError.
        """
        base, left_out = self._base(parent)
        checked = self._checked(base, change(base.configuration), dry, base.configuration)
        return replace(checked, problems=[*left_out, *checked.problems])

    def apply(
        self, change: Callable[[Configuration], Documents], author: str, reason: str, parent: int | None = None
    ) -> tuple[Revision | None, Checked]:
        """Make a change a revision; None when it would change nothing. Raises ConfigurationError and as `check`."""
        _who(author, reason)
        checked = self.check(change, parent)
        checked.refuse()
        return self.make(checked, author, reason), checked

    def make(self, checked: Checked, author: str, reason: str) -> Revision | None:
        """Make what was checked and found right a revision; raises as `apply`."""
        who = _who(author, reason)
        return self._add(checked, who, None) if checked.differs else None

    def rollback(
        self, author: str, reason: str, to: int | None = None, parent: int | None = None, dry_run: bool = False
    ) -> tuple[Revision | None, Checked]:
        """Bring a revision back, the one before without a number. What was once in effect is not refused again.

        A dry run tells what would change and leaves everything as it is.

        Experiments and holdouts stay as they are: what happened to them is no setting that could be brought back.
        Raises UnknownRevisionError, RevisionConflictError, ConfigurationError without a reason, StoreError.
        """
        who = _who(author, reason)
        base, _ = self._base(parent)
        if to is None and base.revision == 0:
            raise UnknownRevisionError("nothing has been changed yet, so nothing can be brought back")
        number = base.revision - 1 if to is None else to
        if number > base.revision or number < 0:
            raise UnknownRevisionError(f"there is no revision {number}", expected=f"0 to {base.revision}", given=number)
        documents, left = _without_lives(self.history.at(number).configuration.to_json(), base.configuration)
        checked = self._checked(base, documents, dry=True)
        told = [*left, *(each._replace(warning=True) for each in checked.problems)]
        checked = Checked(base, checked.configuration, told, checked.differences, checked.tried)
        return (self._add(checked, who, number) if checked.differs and not dry_run else None), checked

    def _base(self, parent: int | None) -> tuple[InEffect, list[Problem]]:
        """What is in effect; what another version wrote and this one cannot read is left out, and told."""
        base, left_out = self.history.salvaged()
        if parent is not None and parent != base.revision:
            raise conflict(parent, base.revision)
        return base, left_out

    def _checked(self, base: InEffect, documents: Documents, dry: bool, before: Configuration | None = None) -> Checked:
        ground = self.ground()
        configuration, found = Configuration.look_at(documents, ground.world, before)
        checked = Checked(base, configuration, found, [], None)
        if not checked.ok:
            return checked
        differences, tried = diff(base.configuration, configuration), None
        if dry and differences:
            try:
                tried = dry_run(base.configuration, configuration, ground)
            except SlotwiseError as error:
                wrong = Problem(error.pointer, error.code, error.detail, error.expected, error.given)
                return Checked(base, configuration, [*found, wrong], differences, None)
        places = {name: place for place, name in enumerate(configuration.entries.get("touchpoints", {}))}
        warnings = [] if tried is None else list(tried.warnings(places))
        return Checked(base, configuration, [*found, *warnings], differences, tried)

    def _add(self, checked: Checked, who: tuple[str, str], restores: int | None) -> Revision:
        base, configuration = checked.base, checked.configuration
        now = int(self.clock() * 1_000)
        made = Revision(base.revision + 1, base.revision, now, *who, restores, configuration.digests)
        self.history.add(configuration, made)
        return made


def _without_lives(documents: Documents, now: Configuration) -> tuple[Documents, list[Problem]]:
    """Return what a roll-back brings back, and a warning for each kind of document that it leaves as it is."""
    current, left = now.to_json(), list[Problem]()
    for kind in LIVES:
        if documents.get(kind, []) != current.get(kind, []):
            detail = f"the {kind} stay as they are: they are changed by their own acts"
            left.append(Problem(f"/{kind}", "left_as_they_are", detail, warning=True))
    brought = {kind: each for kind, each in documents.items() if kind not in LIVES}
    return brought | {kind: current[kind] for kind in LIVES if kind in current}, left


def _who(author: str, reason: str) -> tuple[str, str]:
    author, reason = author.strip(), reason.strip()
    for name, text, most in (("author", author, AUTHOR), ("reason", reason, REASON)):
        if not text or len(text) > most or "\0" in text:
            raise ConfigurationError(
                f"a change needs {name}: who makes it and why are kept with it",
                expected=f"1 to {most} characters",
                given=text[:80],
                pointer=f"/{name}",
            )
    return author, reason
