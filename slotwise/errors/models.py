"""Errors of models: bundles, catalogues, rankers, the shelf, the registry, and what is said of versions."""

from slotwise.errors.base import SlotwiseError


class BundleError(SlotwiseError):
    """A bundle is missing a file, does not match its checksums, or has another format."""

    code = "bundle_invalid"
    title = "The model bundle cannot be used"


class CatalogError(SlotwiseError):
    """The catalogue has repeated ids, dangling references or columns of unequal length."""

    code = "catalog_invalid"
    title = "The catalogue is not consistent"


class RankerModelError(SlotwiseError):
    """A ranking model is damaged, or of a kind that cannot be compiled into tables."""

    code = "ranker_model_invalid"
    title = "The ranking model cannot be used"


class RankingExamplesError(SlotwiseError):
    """Ranking examples, ranks or feature rows have the wrong shape, type or range."""

    code = "ranking_examples_invalid"
    title = "The ranking examples are not consistent"


class ShelfError(SlotwiseError):
    """The shelf of published bundles has no such name or version, or its aliases are damaged."""

    code = "shelf_invalid"
    title = "The shelf of bundles cannot be used"


class EvaluationError(SlotwiseError):
    """Two models were not judged on the same cases, or a model has seen what it would be judged by."""

    code = "evaluation_invalid"
    title = "The evaluation says nothing"


class RegistryError(SlotwiseError):
    """A model, version or alias is not in the registry, or the registry does not answer."""

    code = "registry_invalid"
    title = "The model registry cannot help"


class GateError(SlotwiseError):
    """A version may not become champion; the detail gives every reason."""

    code = "gate_closed"
    title = "The version is not promoted"
