"""The shape of the answer."""

from service.answered_shadow import ShadowAnswer


def test_neither_a_shadow_nor_findings_is_an_answer():
    """Before there ever was one."""
    assert ShadowAnswer.model_validate({"shadow": None, "found": None}).found is None
