"""How features are declared: the function's name and docstring are the feature's."""

from slotwise.features import Feature, family, feature


def test_a_function_is_the_feature_of_its_name():
    """Its docstring is the meaning; what is not said is the usual."""

    @feature("scene", "share", direction=1)
    def far_away(request):
        """How far away it is."""
        return 0.5

    assert (far_away.name, far_away.theme, far_away.unit, far_away.direction) == ("far_away", "scene", "share", 1)
    assert far_away.meaning == "How far away it is."
    assert far_away.compute(None) == 0.5
    assert not far_away.categorical


def test_a_family_makes_features_of_an_installation():
    """With whatever the installation has columns for."""
    made = family(lambda schema: [Feature(name, "match", "share", "A source.", len) for name in schema])

    assert [each.name for each in made.make(("als", "popular"))] == ["als", "popular"]
