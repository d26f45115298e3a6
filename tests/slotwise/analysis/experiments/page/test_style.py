"""The style is the only one that the policy lets in."""

import base64
import hashlib

from slotwise.analysis.experiments.page.style import POLICY, STYLE


def test_the_policy_names_the_style_and_nothing_else():
    """By its hash; no script, no picture, no font, no network."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

    assert POLICY.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{digest}'" in POLICY
    assert "unsafe" not in POLICY
    assert "url(" not in STYLE
