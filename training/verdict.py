"""Verdict: what an experiment's frozen report says of the versions that were its variants, as the gate reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from slotwise.analysis.experiments import freezing
from slotwise.errors import GateError

SHIP = "ship"


@dataclass(frozen=True)
class Verdict:
    """What was found. `versions` are by variant, those that name a model; `digest` is that of the report."""

    experiment: str
    phase: int
    frozen: bool
    code: str
    variant: str
    text: str
    versions: Mapping[str, Mapping[str, Any]]
    path: Path
    digest: str

    @property
    def winner(self) -> str | None:
        """The version of the variant that the verdict names; None where it has no version of its own."""
        return self.versions.get(self.variant, {}).get("version")

    def against(self, name: str, version: str) -> list[str]:
        """Return why this verdict does not let a version of a model become champion."""
        found = []
        if not self.frozen:
            found.append(f"the report of {self.experiment} is not frozen: stop the experiment first")
        if self.code != SHIP:
            found.append(f"{self.experiment} does not say ship: {self.text}")
        elif self.winner is None:
            found.append(f"the variant {self.variant} is no model version: its changes are the configuration's")
        elif (self.versions[self.variant]["model"], self.winner) != (name, version):
            found.append(f"{self.experiment} was won by version {self.winner}, not by {version} of {name}")
        return found

    def tags(self, variant: str) -> dict[str, str]:
        """Return what hangs on the version of a variant, and on its run."""
        return {
            "experiment": self.experiment,
            "experiment.variant": variant,
            "experiment.verdict": f"{self.code} {self.variant}".strip(),
            "experiment.text": self.text[:500],
            "experiment.report": self.digest,
        }


def read(path: Path) -> Verdict:
    """Read a report as `slotwise experiment report --json` gives it; raise GateError for what is none."""
    try:
        found = orjson.loads(path.read_bytes())
        said = found["verdict"]
        if freezing.KEY in found and not freezing.intact(found):
            raise GateError(f"{path} is not what it was when it was frozen", given=str(path))
        versions = {each["variant"]: each["pinned"] for each in found["variants"] if each["pinned"]}
        return Verdict(
            experiment=found["experiment"],
            phase=int(found["phase"]),
            frozen=freezing.KEY in found,
            code=said["code"],
            variant=said.get("variant") or "",
            text=said["text"],
            versions=versions,
            path=path,
            digest=freezing.digest(found),
        )
    except OSError as error:
        raise GateError(f"{path} cannot be read: {error.strerror}", given=str(path)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GateError(
            f"{path} is no report of an experiment: {type(error).__name__} {error}",
            expected="a file as `slotwise experiment report ID --json` writes it",
            given=str(path),
        ) from error
