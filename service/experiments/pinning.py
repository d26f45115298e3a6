"""Pinning: the bundles that an experiment's variants mean, found whole on the shelf, and held there while it runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from slotwise import bundle, shelf
from slotwise.documents.experiments import Experiment, Pinned
from slotwise.errors import BundleError, ExperimentError, ShelfError
from slotwise.moves import Said

_HELD = "pinned."
"""Beginning of the aliases that keep a bundle on the shelf however many are published after it."""


@dataclass(frozen=True)
class Pinning:
    """Resolves models on one shelf; `name` tells the model that is served, None before there is one."""

    shelf: Path
    name: Callable[[], str | None]

    def pin(self, experiment: Experiment) -> dict[str, Pinned]:
        """Return the bundle of every variant that names a model, verified and held; raise ExperimentError."""
        found = {}
        for place, variant in enumerate(experiment.variants):
            if variant.model is not None:
                said = Said(f"experiment {experiment.experiment}", f"what {variant.variant} is made of")
                found[variant.variant] = self._pinned(variant.variant, variant.model, place, said)
        return found

    def release(self, experiments: Iterable[Experiment]) -> None:
        """Hold no bundle any longer that none of these experiments pins while it is live; raise ShelfError."""
        live = [each.phase for each in experiments if each.status in ("running", "paused") and each.phase]
        wanted = {_alias(pinned.digest) for phase in live for pinned in phase.pinned.values()}
        for name in shelf.names(self.shelf):
            for alias in shelf.aliases(self.shelf, name):
                if alias.startswith(_HELD) and alias not in wanted:
                    shelf.release(self.shelf, name, alias)

    def _pinned(self, variant: str, model: str, place: int, said: Said) -> Pinned:
        name, pointer = self.name(), f"/variants/{place}/model"
        if name is None:
            raise ExperimentError(f"{variant}: there is no model on the shelf", given=model, pointer=pointer)
        try:
            published = shelf.find(self.shelf, name, model)
            # Points only at what is whole: every checksum is computed.
            shelf.point(self.shelf, name, _alias(published.digest), published, said)
            if bundle.digest(self.shelf / name / published.folder) != published.digest:
                raise BundleError(f"{published.folder} is not what was published", expected=published.digest)
        except (ShelfError, BundleError) as error:
            raise ExperimentError(
                f"{variant}: {error.detail}", expected=error.expected, given=model, hint=error.hint, pointer=pointer
            ) from error
        run = shelf.run_of(self.shelf, name, published.folder)
        return Pinned(
            model=name, version=published.version, folder=published.folder, digest=published.digest, run_id=run
        )


def _alias(digest: str) -> str:
    return f"{_HELD}{digest[:16]}"
