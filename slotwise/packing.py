"""Packing: a model as the documents and arrays of a bundle, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slotwise import bundle
from slotwise.candidates import generators, options_of
from slotwise.catalog_packing import pack_catalog, unpack_catalog
from slotwise.configuration import Configuration
from slotwise.counts import ProductCounts
from slotwise.errors import BundleError, SlotwiseError
from slotwise.exposed import Exposed
from slotwise.facets import Facets
from slotwise.model import Model
from slotwise.policies import policy_from_json
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.trees import CompiledTrees
from slotwise.rules import rule_from_json
from slotwise.scene import Scenes
from slotwise.trail import Trail
from slotwise.transitions import Transitions

_COUNTS = ("totals", "interest", "exposures", "clicks", "seen", "first")
_TRAIL = ("neighbours", "times", "steps", "written")


def save(model: Model, folder: Path, text: str = "", extra: Mapping[str, Any] | None = None) -> str:
    """Write a model as a bundle and return its digest; `text` is LightGBM's own model, for data scientists."""
    catalog_document, arrays = pack_catalog(model.catalog)
    parts: dict[str, Mapping[str, NDArray[Any]]] = {
        "counts": {name: getattr(model.counts, name) for name in _COUNTS},
        "trail": {name: getattr(model.trail, name) for name in _TRAIL},
        "transitions": vars(model.trail.transitions) if model.trail.transitions else {},
        "exposed": model.exposed.to_arrays(),
        "blend": model.blend.to_arrays(),
        "trees": model.trees.to_arrays() if model.trees else {},
    }
    parts |= {f"candidates/{name}": each.arrays() for name, each in model.generators.items()}
    arrays |= {f"{part}/{name}": array for part, found in parts.items() for name, array in found.items()}
    documents = {"catalog": catalog_document, "model": _document(model), **({"training": extra} if extra else {})}
    if model.configuration:
        documents["configuration"] = model.configuration.to_json()
    return bundle.write(folder, documents, arrays, {"ranker": text} if text else {})


def load(folder: Path, name: str = "slotwise", version: str = "0", check: bool = True) -> Model:
    """Return the model of a bundle; with `check` every checksum is verified first. Raises BundleError."""
    if check:
        bundle.verify(folder)
    documents, arrays = bundle.read(folder)
    try:
        model = _model(documents, arrays).renamed(name, version)
    except (KeyError, IndexError, TypeError, ValueError, SlotwiseError) as error:
        raise BundleError(f"{folder.name} does not hold a model: {error!r}") from error
    if model.features.fingerprint != documents["model"]["fingerprint"]:
        raise BundleError(
            f"{folder.name} was trained on other features than this version computes",
            expected=model.features.fingerprint,
            given=documents["model"]["fingerprint"],
            hint="train it again with this version of slotwise",
        )
    return model


def _document(model: Model) -> dict[str, Any]:
    return {
        "as_of": model.as_of,
        "landmark": model.counts.landmark,
        "retrieve": model.retrieve,
        "fresh_days": model.fresh_days,
        "facets": model.facets.to_json(),
        "scenes": model.scenes.to_json(),
        "policy": model.policy.to_json(),
        "rules": [each.to_json() for each in model.rules],
        # A list, because the blend's weights stand in this order.
        "generators": [{"name": name, "options": asdict(each.options)} for name, each in model.generators.items()],
        "features": [{"name": each.name, "theme": each.theme, "unit": each.unit} for each in model.features.features],
        "fingerprint": model.features.fingerprint,
    }


def _model(documents: bundle.Documents, arrays: bundle.Arrays) -> Model:
    document, catalog = documents["model"], unpack_catalog(documents["catalog"], arrays)
    kinds = generators()
    trees, ring = _part("trees", arrays), _part("transitions", arrays)
    return Model(
        catalog=catalog,
        facets=Facets.from_json(document["facets"]),
        scenes=Scenes.from_json(document["scenes"]),
        generators={
            name: kinds[name].restore(options_of(kinds[name], given), _part(f"candidates/{name}", arrays), catalog)
            for name, given in ((each["name"], each["options"]) for each in document["generators"])
        },
        blend=BlendRanker.from_arrays(_part("blend", arrays)),
        trees=CompiledTrees.from_arrays(trees) if trees else None,
        policy=policy_from_json(document["policy"]),
        rules=tuple(rule_from_json(each) for each in document["rules"]),
        counts=ProductCounts(landmark=document["landmark"], **_part("counts", arrays)),
        trail=Trail(**_part("trail", arrays), transitions=Transitions(**ring) if ring else None),
        exposed=Exposed.from_arrays(exposed) if (exposed := _part("exposed", arrays)) else Exposed(),
        as_of=document["as_of"],
        retrieve=document["retrieve"],
        fresh_days=document["fresh_days"],
        trained_on=tuple(each["name"] for each in document["features"]),
    ).configured(Configuration.load(documents.get("configuration", {})))


def _part(name: str, arrays: bundle.Arrays) -> dict[str, NDArray[Any]]:
    prefix = f"{name}/"
    return {key.removeprefix(prefix): np.asarray(array) for key, array in arrays.items() if key.startswith(prefix)}
