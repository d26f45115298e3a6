"""A key as it is told: everything but what makes it a key."""

import time
from dataclasses import asdict
from typing import Any

from service.moments import to_text
from service.stores.keys import StoredKey

_HIDDEN = ("key_id", "digest", "sealed")


def told(key: StoredKey) -> dict[str, Any]:
    """Return what is known of a key, with `status` valid, expired or revoked, and its moments as RFC 3339."""
    fields = {name: value for name, value in asdict(key).items() if name not in _HIDDEN}
    moments = {name: fields.pop(f"{name}_at") for name in ("created", "expires", "revoked", "used")}
    texts = {name: None if at is None else to_text(at) for name, at in moments.items()}
    return {"id": key.key_id, "status": status(key, time.time() * 1_000), **fields, **texts}


def status(key: StoredKey, now: float) -> str:
    """Return valid, expired or revoked; `now` is ms UTC."""
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= now else "valid"
