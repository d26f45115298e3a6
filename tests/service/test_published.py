"""Published: the model that a service would serve, for commands."""

from service.published import published
from service.settings import Settings


def test_the_champion_of_the_shelf(data_dir_of_test):
    """Under its name and version."""
    model = published(Settings(data_dir=data_dir_of_test))

    assert model is not None
    assert (model.name, model.version) == ("checkerboard", "1")


def test_without_a_model_there_is_no_catalogue(tmp_path):
    """The log can be exported all the same."""
    assert published(Settings(data_dir=tmp_path)) is None
