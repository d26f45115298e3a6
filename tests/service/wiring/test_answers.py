"""Answers: what follows the live model is told when another one comes."""

from service.settings import Settings
from service.wiring import wire


def test_whoever_follows_the_model_is_told(tmp_path):
    """The safety lists and the bundles beside the champion hear of every new one."""
    service = wire(Settings(data_dir=tmp_path))
    told = [type(getattr(each, "__self__", None)).__name__ for each in service.models.on_live]

    assert {"Safety", "Variants"} <= set(told)
    assert service.variants is service.answering.variants
    assert service.background.log is service.answering.log
