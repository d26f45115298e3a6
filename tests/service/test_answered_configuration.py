"""What is told of the configuration: shapes that nothing unknown fits into."""

from service import answered_configuration
from service.answered import Shape


def test_nothing_but_what_is_declared_is_told():
    """Every shape is closed."""
    known = vars(answered_configuration).values()
    shapes = [each for each in known if isinstance(each, type) and issubclass(each, Shape) and each is not Shape]

    assert len(shapes) == 7
    assert all(each.model_config["extra"] == "forbid" for each in shapes)
