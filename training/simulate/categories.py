"""Product categories: where they are at home, how long their process is, whether they are kept, what pulls them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """The behaviour of one category; unknown categories get the defaults."""

    pages: tuple[str, ...] = ("home",)
    """Pages on which the category is at home, best first."""
    kept: bool = True
    """A product of this category is held after the purchase and is not bought again."""
    single: bool = False
    """A person who holds one product of the category has less use for the others."""
    steps: int = 1
    """Steps between the start of the process and its end."""
    start: float = 0.35
    """Chance that the view after a click becomes a start."""
    finish: float = 0.45
    """Chance that a started process is finished and not left midway."""


CATEGORIES: dict[str, Category] = {
    "plan": Category(("plans", "desk"), steps=2, finish=0.40),
    "data_pack": Category(("usage",), kept=False, start=0.45, finish=0.65),
    "broadband": Category(("broadband", "followup"), single=True, steps=4, start=0.70, finish=0.23),
    "tv_video": Category(("video",)),
    "roaming": Category(("roaming",), kept=False, start=0.45, finish=0.60),
    "handset": Category(("shop",), steps=3, start=0.25, finish=0.30),
    "insurance": Category(("shop", "account"), steps=2, finish=0.35),
    "cloud": Category(("account", "benefits")),
    "music": Category(("video", "benefits")),
    "games": Category(("video", "benefits"), kept=False),
    "family": Category(("plans", "account"), steps=2),
    "smart_home": Category(("broadband", "shop"), steps=2),
    "loyalty": Category(("benefits",), kept=False, start=0.50, finish=0.70),
}

SCENE_PAGES: dict[str, tuple[str, ...]] = {
    "over_quota": ("usage", "reminder"),
    "broadband_left": ("broadband", "followup"),
    "roaming": ("roaming",),
    "contract_ending": ("plans", "desk"),
    "new_device": ("shop",),
    "bill_shock": ("bill",),
}
"""Pages that a person in the scene goes to, best first."""

SCENE_PULL: dict[str, dict[str, float]] = {
    "over_quota": {"data_pack": 1.3, "plan": 0.7, "tv_video": -0.3, "cloud": -0.2},
    "broadband_left": {"broadband": 0.4, "smart_home": 0.5, "tv_video": 0.4},
    "roaming": {"roaming": 1.6, "insurance": 0.5, "data_pack": 0.2, "broadband": -0.6, "smart_home": -0.5},
    "contract_ending": {"plan": 1.1, "handset": 0.8, "family": 0.4, "loyalty": 0.3},
    "new_device": {"insurance": 1.1, "cloud": 0.9, "games": 0.4, "music": 0.4, "handset": -0.4},
    "bill_shock": {"plan": 0.9, "data_pack": 0.6, "loyalty": 0.4, "handset": -0.7, "tv_video": -0.4},
}
"""Hidden pull of a scene on a category, added to the log-odds of a click."""

HOUR_PULL: dict[str, tuple[range, float]] = {
    "tv_video": (range(18, 24), 0.3),
    "games": (range(20, 24), 0.3),
    "music": (range(6, 10), 0.3),
    "plan": (range(9, 18), 0.15),
    "insurance": (range(9, 18), 0.2),
}
"""Hidden pull of local hours on a category, added to the log-odds of a click."""
