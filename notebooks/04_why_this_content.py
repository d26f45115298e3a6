# ---
# jupyter:
#   jupytext:
#     formats: py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4 · Why this content?
#
# One decision, taken apart: what was known of the person, which scene it was, where the candidates came from, what the
# rules took away, what the ranker read, and how likely each content was to stand where it stands. `decide()` is a pure
# function, so it can be asked again, exactly, here as in the service (there: `POST /v1/explain`, or the page that the
# running service shows at `/`).

# %% tags=["parameters"]
DATASET = None  # a data set folder; None simulates one
FOLDER = "../var/notebooks"  # where the simulated one goes
PERSONS, DAYS = 1000, 21
SETTINGS = []  # options of the training, such as "ranker.trees=60"
DRAWS = 1000  # times the same question is drawn anew

# %%
import os
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices are slower with more

import altair as alt
import lightgbm
import numpy as np
import polars as pl

from slotwise import person
from slotwise.decision import Ask, Wanted
from slotwise.engine import decide
from slotwise.events import Event
from slotwise.explain import explain
from slotwise.policies.plackett_luce import PlackettLuce
from training.dataset import load
from training.defaults import options_for
from training.fit import train
from training.simulate import simulate

_ = alt.renderers.enable("svg")  # drawn on this machine; "default" needs the internet, and has tooltips
if DATASET is None:
    DATASET = Path(FOLDER, f"echannel-{PERSONS}-{DAYS}")
    if not (DATASET / "dataset.json").exists():
        simulate(DATASET, persons=PERSONS, days=DAYS)
folder = Path(DATASET)
dataset = load(folder)
trained = train(dataset, options_for(dataset, settings=SETTINGS))
model = trained.model

# %% [markdown]
# ## The person
# Somebody with a long history, folded from the log event by event, as the service folds them when they arrive.

# %%
events = pl.read_parquet(folder / "events.parquet").sort("occurred_at")
acts = events.filter(pl.col("type").is_in(["view", "click", "start", "convert"]))
busiest = acts.group_by("person_id").agg(acts=pl.len()).sort("acts", "person_id")["person_id"][-1]

columns = ["event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "touchpoint"]
own = events.filter(pl.col("person_id") == busiest).select(columns).to_dicts()
known = pl.read_parquet(folder / "persons.parquet").row(by_predicate=pl.col("person_id") == busiest, named=True)
prefix = "attribute."
attributes = {name.removeprefix(prefix): value for name, value in known.items() if name.startswith(prefix) and value}
state = person.fold(person.empty(busiest, attributes), (Event(**each) for each in own))
print(busiest, attributes, f"{len(state.history)} interactions")
state.history[-3:]

# %% [markdown]
# ## The question
# A page with two touchpoints, for a person whose monthly data has just run out. The seed is the only source of chance:
# the service derives it from the decision's id.

# %%
asks = (Ask("app.home.banner", 3), Ask("app.home.tiles", 4))
context = {"channel": "app", "page": "home", "data_used_ratio": 1.04, "roaming": "no"}
wanted = Wanted(asks, now=model.as_of, seed="d_1", context=context)
told = explain(model, state, wanted)
decision = told.decision
print("scene:", decision.scene)
told.facts

# %%
catalog = model.catalog
titles = catalog.contents.titles
placements = pl.DataFrame(
    [
        {
            "touchpoint": slate.touchpoint,
            "level": str(slate.level),
            "slot": each.slot,
            "title": titles[each.content],
            "category": catalog.products.categories[catalog.products.category[each.product]],
            "score": each.score,
            "propensity": each.propensity,
        }
        for slate in decision.slates
        for each in slate.placements
    ]
)
placements

# %% [markdown]
# ## Where the candidates come from
# Every generator names its best; what several name is one candidate with several sources. `alone` are those that nobody
# else brought.

# %%
slate = decision.slates[-1]
sources = pl.DataFrame({name: ~np.isnan(ranks) for name, ranks in slate.ranks.items()})
together = sources.sum_horizontal().to_numpy()
counts = pl.DataFrame(
    [
        {
            "source": name,
            "shared": int((brought & (together > 1)).sum()),
            "alone": int((brought & (together == 1)).sum()),
        }
        for name, brought in ((name, sources[name].to_numpy()) for name in sources.columns)
    ]
)
alt.Chart(
    counts.unpivot(["shared", "alone"], index="source"), title=f"{len(slate.considered)} candidates"
).mark_bar().encode(x=alt.X("value").title("candidates"), y=alt.Y("source").sort("-x"), color="variable").properties(
    width=400
)

# %% [markdown]
# ## What the rules took away
# Rules are masks inside the draw: they exclude before anything is scored, or forbid what may stand beside what while
# slots are drawn. `closed` counts candidates that the touchpoint does not take or that are not on sale.

# %%
pl.DataFrame([{"rule": rule, "excluded": len(products)} for rule, products in told.excluded.items()])

# %%
owned = told.excluded.get("already_owned", [])
print("dropped at", slate.touchpoint, {rule: count for rule, count in slate.dropped.items() if count})
[catalog.products.titles[product] for product in owned[:10]]

# %% [markdown]
# ## What the ranker read
# Every feature belongs to a theme. The effect of a feature is the score less the score it would have if that feature
# alone were missing: it says what this decision leaned on, not what would happen if the world were changed.

# %%
readings = told.readings[slate.touchpoint]
read = pl.DataFrame(
    [
        {"title": titles[each.content], "feature": feature.name, "theme": feature.theme, "unit": feature.unit,
         "value": float(value), "effect": float(effect)}
        for each in readings
        for feature, value, effect in zip(model.features.features, each.values, each.effects, strict=True)
    ]
)  # fmt: skip
read.group_by("theme").agg(features=pl.col("feature").n_unique(), effect=pl.col("effect").abs().mean()).sort("theme")

# %%
strongest = read.with_columns(size=pl.col("effect").abs()).sort("size", descending=True).group_by("title").head(6)
alt.Chart(strongest).mark_bar().encode(
    x="effect", y=alt.Y("feature").sort("-x").title(None), color="theme", tooltip=["value", "unit", "effect"]
).properties(width=300).facet(alt.Facet("title").title(None), columns=2).resolve_scale(y="independent")

# %% [markdown]
# ## The very bits of LightGBM
# The service does not load LightGBM: at publish time the trees are compiled into tables, split into what belongs to
# the person and scene, to the product, and to the match. The scores must be the same to the last bit, so what was
# judged offline is what runs.

# %%
booster = lightgbm.Booster(model_str=trained.ranker.text)
matrix = np.stack([each.values for each in readings]).astype(np.float32)
theirs = booster.predict(matrix, raw_score=True)
ours = np.array([each.score for each in slate.placements])
assert (ours == theirs).all()
pl.DataFrame({"compiled": ours, "LightGBM": theirs, "equal": ours == theirs})

# %% [markdown]
# ## How likely was it?
# The policy draws, so that the log can tell what would have happened otherwise; the propensity is the exact
# probability of what was drawn, given the slots before it. Here most answers are simply sorted and only some are drawn;
# to see the law we let all of them be drawn. Asked again with other seeds, the share of draws in which a content stands
# first must come out at its propensity: the points lie around the line.

# %%
tiles = asks[-1:]
drawing = replace(model, policy=PlackettLuce(explore=1.0))
first = []
for draw in range(DRAWS):
    again = decide(drawing, state, Wanted(tiles, now=model.as_of, seed=f"draw {draw}", context=context))
    placed = again.slates[0].placements[0]
    first.append({"title": titles[placed.content], "content": placed.content, "propensity": placed.propensity})
drawn = (
    pl.DataFrame(first)
    .group_by("content", "title")
    .agg(share=pl.len() / DRAWS, propensity=pl.col("propensity").first(), different=pl.col("propensity").n_unique())
)
assert (drawn["different"] == 1).all()  # the seed decides what is drawn, never how likely it was
points = (
    alt.Chart(drawn, title=f"First slot of {tiles[0].touchpoint}, {DRAWS} draws")
    .mark_point()
    .encode(
        x=alt.X("propensity"), y=alt.Y("share").title("share of the draws"), tooltip=["title", "share", "propensity"]
    )
)
most = float(drawn["propensity"].max())
line = (
    alt.Chart(pl.DataFrame({"propensity": [0.0, most]})).mark_line(color="grey").encode(x="propensity", y="propensity")
)
line + points

# %% [markdown]
# ## What if?
# The same person on an ordinary day, and the same scene for somebody of whom nothing is known: what is the person's
# part in the answer, and what the scene's?

# %%
usual = {**context, "data_used_ratio": 0.4}
questions = {
    "this person, over quota": (state, context),
    "this person, an ordinary day": (state, usual),
    "nobody in particular, over quota": (person.empty("nobody"), context),
}
answers = {
    title: decide(model, who, Wanted(tiles, now=model.as_of, seed="d_1", context=facts)).slates[0]
    for title, (who, facts) in questions.items()
}
# By score rather than as drawn: chance is not what we compare here.
best = {
    title: [titles[int(each.considered[place])] for place in np.argsort(-each.scores, kind="stable")[:5]]
    for title, each in answers.items()
}
pl.DataFrame(best)
