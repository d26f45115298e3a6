"""Tracking: runs, data sets, bundles, versions and aliases in MLflow. The only file that speaks to it.

MLflow is imported when a tracker is made, so that commands show their help at once. It infers nothing: the bundle is
logged as plain files with a loader by name, nothing is pickled and no requirement is guessed.
"""

import logging
import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from slotwise.errors import RegistryError

DEFAULT = "sqlite:///var/mlflow.db"
CHAMPION, CHALLENGER, PREVIOUS = "champion", "challenger", "previous"
_BUNDLE = "bundle"
_LOADER = "training.pyfunc"
_LONGEST = 500
"""Longest text of a parameter that every MLflow server takes."""


@dataclass(frozen=True)
class Version:
    """A registered version of a model and the run that made it."""

    name: str
    version: str
    run_id: str
    source: str
    tags: Mapping[str, str]


class Run:
    """An open run: what is logged to it is there when the call returns."""

    def __init__(self, mlflow: Any, client: Any, run_id: str):
        self.id = run_id
        self._mlflow = mlflow
        self._client = client

    def parameters(self, values: Mapping[str, Any]) -> None:
        """Log a document of options; tables are flattened to dotted names, what is used as it comes says `defaults`."""
        told = {name: "defaults" if each == {} else str(each) for name, each in flattened(values).items()}
        self._mlflow.log_params({name: each[:_LONGEST] for name, each in told.items()})

    def data(self, name: str, digest: str, folder: Path) -> None:
        """Log the data set that the run reads, by its digest."""
        from mlflow.data import meta_dataset, sources

        # Both are there, though their types do not say so.
        source = sources.LocalArtifactDatasetSource(str(folder))  # type: ignore[attr-defined]
        data = meta_dataset.MetaDataset(source, name=name[:_LONGEST], digest=digest[:36])  # type: ignore[abstract]
        self._mlflow.log_input(data, context="training")

    def metrics(self, values: Mapping[str, float | None]) -> None:
        """Log numbers; those that are not known are left out."""
        known = {_allowed(name): each for name, each in values.items() if each is not None and math.isfinite(each)}
        self._mlflow.log_metrics(known)

    def tags(self, values: Mapping[str, str]) -> None:
        """Set tags."""
        self._mlflow.set_tags(dict(values))

    def file(self, path: Path) -> None:
        """Log one file as an artifact of the run."""
        self._mlflow.log_artifact(str(path))

    def document(self, name: str, document: Mapping[str, Any]) -> None:
        """Log a document as <name>.json."""
        with TemporaryDirectory() as folder:
            path = Path(folder, f"{name}.json")
            path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY))
            self.file(path)

    def register(self, name: str, bundle: Path, tags: Mapping[str, str]) -> Version:
        """Log a bundle as the run's model and register it as the next version of a name; it becomes challenger."""
        from mlflow.exceptions import MlflowException

        logged = self._mlflow.pyfunc.log_model(
            name=_BUNDLE, loader_module=_LOADER, data_path=str(bundle), pip_requirements=["slotwise"], tags=dict(tags)
        )
        try:
            self._client.create_registered_model(name)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":
                raise
        made = self._client.create_model_version(
            name, logged.model_uri, run_id=self.id, tags=dict(tags), model_id=logged.model_id
        )
        self._client.set_registered_model_alias(name, CHALLENGER, made.version)
        return _version(made)


class Tracker:
    """A tracking server or database with its registry."""

    def __init__(self, uri: str = DEFAULT, patient: bool = True):
        """Open by URI: sqlite:///path, http(s)://... With `patient` false a server that is down is given up soon."""
        os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
        os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
        if not patient:
            os.environ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "1"
            os.environ["MLFLOW_HTTP_REQUEST_TIMEOUT"] = "5"
        import mlflow

        for noisy in ("mlflow", "alembic"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self.uri = uri
        database = _database(uri)
        if database is not None:
            database.parent.mkdir(parents=True, exist_ok=True)
        self._artifacts = None if database is None else database.resolve().parent / "mlartifacts"
        mlflow.set_tracking_uri(uri)
        mlflow.set_registry_uri(uri)
        self._mlflow = mlflow
        self._client = mlflow.MlflowClient(uri, uri)

    @contextmanager
    def run(self, experiment: str, name: str, run_id: str | None = None) -> Iterator[Run]:
        """Open a run, or go on with one; inside another run it is nested. A failure is marked as such."""
        nested = self._mlflow.active_run() is not None
        found = self._experiment(experiment)
        with self._mlflow.start_run(run_id=run_id, experiment_id=found, run_name=name, nested=nested) as opened:
            yield Run(self._mlflow, self._client, opened.info.run_id)

    def version(self, name: str, version: str | None = None) -> Version:
        """Return a version by number or alias; without either the challenger. Raises RegistryError."""
        wanted = version or CHALLENGER
        found = self._by_number(name, wanted) if wanted.isdigit() else self.alias(name, wanted)
        if found is None:
            raise RegistryError(
                f"{name} has no version {wanted} in {self.uri}",
                expected=self.versions(name) or "a registered version",
                given=wanted,
                hint="slotwise train registers one",
            )
        return found

    def versions(self, name: str) -> list[str]:
        """Return the numbers of all versions of a name, oldest first."""
        found = self._client.search_model_versions(f"name = '{name}'") if "'" not in name else []
        return sorted((str(each.version) for each in found), key=int)

    def alias(self, name: str, alias: str) -> Version | None:
        """Return the version that an alias names, or None."""
        from mlflow.exceptions import MlflowException

        try:
            return _version(self._client.get_model_version_by_alias(name, alias))
        except MlflowException as error:
            if error.error_code in _ABSENT:
                return None
            raise

    def point(self, name: str, alias: str, version: str) -> None:
        """Point an alias at a version."""
        self._client.set_registered_model_alias(name, alias, version)

    def tag(self, version: Version, values: Mapping[str, str]) -> None:
        """Set tags of a version."""
        for key, value in values.items():
            self._client.set_model_version_tag(version.name, version.version, key, value)

    def bundle(self, version: Version, folder: Path) -> Path:
        """Fetch the bundle of a version into a folder and return where it lies; verifying it is the caller's."""
        files = self._client.get_model_version_download_uri(version.name, version.version)
        uri = f"{files}/data/{_BUNDLE}"
        return Path(self._mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=str(folder)))

    def file(self, version: Version, name: str, folder: Path) -> Path | None:
        """Fetch an artifact of the run that made a version; None when the run has no such file."""
        if name not in {each.path for each in self._client.list_artifacts(version.run_id)}:
            return None
        return Path(self._client.download_artifacts(version.run_id, name, str(folder)))

    def attach(self, version: Version, path: Path, folder: str) -> None:
        """Log a file to the run that made a version, in a folder of its artifacts."""
        self._client.log_artifact(version.run_id, str(path), folder)

    def finished(self, experiment: str, run_id: str) -> bool:
        """Tell whether a run exists and can be gone on with."""
        from mlflow.exceptions import MlflowException

        try:
            return self._client.get_run(run_id).info.experiment_id == self._experiment(experiment)
        except MlflowException:
            return False

    def _experiment(self, name: str) -> str:
        found = self._client.get_experiment_by_name(name)
        if found is not None:
            return str(found.experiment_id)
        place = None if self._artifacts is None else self._artifacts.as_uri()
        return str(self._client.create_experiment(name, artifact_location=place))

    def _by_number(self, name: str, version: str) -> Version | None:
        from mlflow.exceptions import MlflowException

        try:
            return _version(self._client.get_model_version(name, version))
        except MlflowException as error:
            if error.error_code in _ABSENT:
                return None
            raise


_ABSENT = {"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"}
"""MLflow's codes for a name, version or alias that is not there."""


def flattened(document: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a document's leaves under dotted names; an empty table is a leaf."""
    found: dict[str, Any] = {}
    for key, value in document.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and value:
            found |= flattened(value, f"{name}.")
        else:
            found[name] = value
    return found


def _version(found: Any) -> Version:
    return Version(found.name, str(found.version), found.run_id, found.source, dict(found.tags))


def _database(uri: str) -> Path | None:
    return Path(uri.removeprefix("sqlite:///")) if uri.startswith("sqlite:///") else None


def _allowed(name: str) -> str:
    # MLflow takes letters, digits and _-. :/ in the name of a metric.
    return "".join(mark if mark.isalnum() or mark in "_-. :/" else "_" for mark in name)
