"""Who the persons are: visible attributes, leanings behind them, and what stays fixed over the log."""

import numpy as np

AGE_BANDS = ("18-24", "25-34", "35-44", "45-54", "55+")
AGE_SHARE = (0.18, 0.27, 0.23, 0.17, 0.15)
LEANINGS = ("young", "student", "gamer", "business", "traveller", "family", "senior")
"""Hidden audiences; products are made for them, persons lean towards one."""
LEANING_BY_AGE = np.array([
    [0.40, 0.35, 0.25, 0.00, 0.00, 0.00, 0.00],
    [0.35, 0.00, 0.20, 0.20, 0.15, 0.10, 0.00],
    [0.10, 0.00, 0.00, 0.30, 0.15, 0.45, 0.00],
    [0.00, 0.00, 0.00, 0.25, 0.20, 0.35, 0.20],
    [0.00, 0.00, 0.00, 0.00, 0.10, 0.20, 0.70],
])  # fmt: skip
TIERS = ("basic", "standard", "premium")
TIER_BY_LEANING = np.array([
    [0.30, 0.50, 0.20], [0.65, 0.32, 0.03], [0.25, 0.50, 0.25], [0.05, 0.35, 0.60],
    [0.15, 0.50, 0.35], [0.20, 0.50, 0.30], [0.65, 0.30, 0.05],
])  # fmt: skip
SYSTEMS = ("android", "ios", "harmony")
SYSTEM_BY_TIER = np.array([[0.60, 0.12, 0.28], [0.42, 0.28, 0.30], [0.22, 0.48, 0.30]])
CITIES = ("SZ", "GZ", "DG", "FS", "HZ", "ZS", "ZH", "ST")
CITY_SHARE = (0.24, 0.22, 0.14, 0.12, 0.09, 0.07, 0.06, 0.06)
CHANNEL_WEIGHT = {"app": 7.0, "web": 0.9, "mini": 1.8, "agent": 0.35, "sms": 0.6}
"""Mean share of visits by channel; each person has a mix of their own."""


def pick(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one column of each row of float64[n, k] weights, int64[n]."""
    edges = np.cumsum(weights, axis=1)
    return np.sum(rng.random((len(edges), 1)) * edges[:, -1:] >= edges[:, :-1], axis=1)


def draw_attributes(n: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw n persons: codes of age, leaning (hidden), tier, system and city, int64[n]; tenure in months, float64[n]."""
    age = pick(np.tile(AGE_SHARE, (n, 1)), rng)
    leaning = pick(LEANING_BY_AGE[age], rng)
    tier = pick(TIER_BY_LEANING[leaning], rng)
    return {
        "age": age,
        "leaning": leaning,
        "tier": tier,
        "system": pick(SYSTEM_BY_TIER[tier], rng),
        "city": pick(np.tile(CITY_SHARE, (n, 1)), rng),
        "tenure": np.round(rng.gamma(1.6 + age, 14.0), 0),
    }


def draw_channels(n: int, channels: list[str], rng: np.random.Generator) -> np.ndarray:
    """Draw each person's mix of channels, float64[n, n_channels], rows sum to 1."""
    weights = np.array([CHANNEL_WEIGHT.get(name, 1.0) for name in channels])
    mix = rng.standard_gamma(np.tile(weights, (n, 1)))
    return mix / mix.sum(axis=1, keepdims=True)
