"""Making: from a bundle in use and patches of the configuration to a model that answers with them."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from service.in_effect import InEffect
from service.models import Serving
from service.warm_up import refresh, warm_up
from slotwise.configuration import Configuration
from slotwise.configuration.patching import patched
from slotwise.errors import ConfigurationError
from slotwise.live import Live
from slotwise.model import Model


def made(base: Serving, in_effect: InEffect, patches: Sequence[bytes]) -> Serving:
    """Return the bundle with a configuration and patches (JSON) on top of it, warmed up; raises SlotwiseError."""
    trained = base.trained or base.model
    model = trained.configured(with_patches(in_effect.configuration, patches))
    live = _live(model, base)
    warm_up(model, live)
    return replace(base, model=model, live=live, revision=in_effect.revision, trained=trained)


def brought_up(serving: Serving, base: Serving) -> Serving:
    """Return a model with the live world that its bundle has by now."""
    model = serving.model
    live = _live(model, base)
    refresh(model, live)
    return replace(serving, live=live, still=base.still, refreshed=base.refreshed)


def _live(model: Model, base: Serving) -> Live:
    """Return the live world of a bundle for a model that was made of it."""
    live = model.live(base.live.counts, base.live.trail, base.live.at, base.live.exposed)
    if model.trees is not None:
        # The product's part of the trees is the most of what a live world holds, and no document changes it.
        masks = base.model.product_masks(base.live)
        live.keep("product masks", lambda: masks)
    return live


def with_patches(configuration: Configuration, patches: Sequence[bytes]) -> Configuration:
    """Return a configuration with patches (JSON) applied in their order; raises SlotwiseError."""
    for each in patches:
        entries, wrong = patched(configuration.entries, orjson.loads(each))
        if wrong:
            raise ConfigurationError(f"the patch does not apply: {wrong[0].pointer}: {wrong[0].detail}")
        configuration = Configuration(entries)
    return configuration
