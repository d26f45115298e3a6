"""Told: what a worker can and cannot serve of the running experiments, for the health check."""

from typing import Any

from service.variants.keeping import Variants


def variants_told(variants: Variants) -> dict[str, Any]:
    """Return whether every variant is answered by its own way, and what is the matter where it is not."""
    prepared, bundles = variants.prepared, variants.bundles
    without = sorted({experiment for way in prepared.ways.values() for experiment in way.instead})
    left_out = sorted({each.experiment for each in prepared.left_out})
    matters = {
        "refused": [vars(each) for each in bundles.refused.values()],
        "broken": sorted(variants.broken.values()),
        "not_as_asked": without,
        "left_out": left_out,
        "loading": sorted(each.folder for each in bundles.waiting.values()),
    }
    told = {name: each for name, each in matters.items() if each}
    # What is being loaded begins here in a moment: nothing is wrong with that.
    return {"ok": not told.keys() - {"loading"}, "served": len(prepared.phases), "ways": len(prepared.ways), **told}
