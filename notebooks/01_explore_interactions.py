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
# # 1 · What is in the log?
#
# Everything Slotwise learns, it learns from a **data set folder**: a log of events, a log of decisions (what was shown
# where), and the catalogue. `slotwise import` makes one of your files, `slotwise simulate` one of a world that does not
# exist. This notebook looks at such a folder before anything is trained on it: what happened, in which scenes, in which
# slots, how long the tail is, and when people come. Point `DATASET` at a folder of your own to look at that instead.

# %% tags=["parameters"]
DATASET = None  # a data set folder; None simulates one
FOLDER = "../var/notebooks"  # where the simulated one goes
PERSONS, DAYS = 1000, 21
TIME_ZONE = "Asia/Shanghai"  # the log is in UTC; people live by their own clock

# %%
from pathlib import Path

import altair as alt
import polars as pl

from training.simulate import simulate

_ = alt.renderers.enable("svg")  # drawn on this machine; "default" needs the internet, and has tooltips
if DATASET is None:
    DATASET = Path(FOLDER, f"echannel-{PERSONS}-{DAYS}")
    if not (DATASET / "dataset.json").exists():
        simulate(DATASET, persons=PERSONS, days=DAYS)
folder = Path(DATASET)
sorted(path.name for path in folder.iterdir())

# %% [markdown]
# ## Events
# One row is one fact. `exposure` means that a slot's content really came into view; `start`, `step`, `leave` and
# `convert` follow a process such as an order. Times are milliseconds UTC; `context.*` columns say what the person was
# in the middle of.

# %%
local = pl.from_epoch("occurred_at", time_unit="ms").dt.replace_time_zone("UTC").dt.convert_time_zone(TIME_ZONE)
events = pl.read_parquet(folder / "events.parquet").with_columns(local.alias("at"))
events.tail(5)

# %%
kinds = events.group_by("type").agg(
    events=pl.len(),
    persons=pl.col("person_id").n_unique(),
    products=pl.col("product_id").n_unique(),
)
alt.Chart(kinds, title="Events by kind").mark_bar().encode(
    x=alt.X("events").scale(type="symlog"),
    y=alt.Y("type").sort("-x"),
    tooltip=["events", "persons", "products"],
).properties(width=500)

# %% [markdown]
# What people already own may have been bought long before the log begins, so we look at the days on which decisions
# were made.

# %%
decisions_path = folder / "decisions.parquet"
shown = pl.read_parquet(decisions_path) if decisions_path.exists() else None
first = events["occurred_at"].min() if shown is None else shown["decided_at"].min()
recent = events.filter(pl.col("occurred_at") >= first)

daily = recent.group_by(pl.col("at").dt.date().alias("day"), pl.col("type")).agg(events=pl.len())
alt.Chart(daily, title="Events by day").mark_line(point=True).encode(
    x="day:T", y=alt.Y("events").scale(type="symlog"), color="type"
).properties(width=600)

# %% [markdown]
# ## Scenes
# A scene is what a person is in the middle of: roaming, over quota, contract ending. If what people do differs from
# scene to scene, a ranker that knows the scene has something to gain. The *lift* of a category in a scene is its share
# there over its share everywhere: 1 is "as always".

# %%
acted = recent.filter(pl.col("type").is_in(["view", "click", "start", "convert"]), pl.col("product_id").is_not_null())
products = pl.read_parquet(folder / "products.parquet")
categories = products.select("product_id", "category")
by_scene = acted.join(categories, on="product_id").with_columns(pl.col("scene").fill_null("(none)"))

overall = by_scene.group_by("category").agg(share=pl.len() / len(by_scene))
lifts = (
    by_scene.group_by("scene", "category")
    .agg(acts=pl.len())
    .with_columns(here=pl.col("acts") / pl.col("acts").sum().over("scene"))
    .join(overall, on="category")
    .with_columns(lift=pl.col("here") / pl.col("share"))
)
alt.Chart(lifts, title="What people do more in a scene than elsewhere").mark_rect().encode(
    x=alt.X("category"),
    y=alt.Y("scene"),
    color=alt.Color("lift").scale(scheme="redblue", domainMid=1, reverse=True, type="sqrt"),
    tooltip=["scene", "category", "acts", alt.Tooltip("lift", format=".2f")],
).properties(width=500)

# %% [markdown]
# ## Positions
# What stands first is seen more, so it is clicked more, whatever it is. A model that takes clicks at face value learns
# the old ranking back. Where slots are logged, training estimates how much of it is the place alone; where
# `propensity` is logged, what another ranking would have earned can be estimated from this log.

# %%
if shown is not None:
    clicked = events.filter(pl.col("type") == "click").select("decision_id", "content_id", clicked=pl.lit(1)).unique()
    placed = shown.join(clicked, on=["decision_id", "content_id"], how="left").with_columns(
        pl.col("clicked").fill_null(0)
    )
    by_slot = (
        placed.group_by("slot")
        .agg(shown=pl.len(), rate=pl.col("clicked").mean())
        # Two standard errors of a share: wide where a slot was shown rarely.
        .with_columns(error=2 * (pl.col("rate") * (1 - pl.col("rate")) / pl.col("shown")).sqrt())
        .with_columns(low=(pl.col("rate") - pl.col("error")).clip(0), high=pl.col("rate") + pl.col("error"))
        .sort("slot")
    )
    base = alt.Chart(by_slot, title="Click rate by slot").encode(x="slot:O")
    chart = base.mark_bar().encode(
        y=alt.Y("rate").title("click rate"), tooltip=["shown", "rate"]
    ) + base.mark_rule().encode(y="low", y2="high")
    display(chart.properties(width=300))  # noqa: F821 - a notebook's own

# %% [markdown]
# ## The long tail
# The share of all interest that the most wanted products hold. A steep curve makes popularity a strong baseline, and
# makes it worth looking at what a model does for the others.

# %%
wanted = acted.group_by("product_id").agg(acts=pl.len()).sort("acts", descending=True)
tail = wanted.with_columns(
    products=(pl.int_range(pl.len()) + 1) / len(products),
    interest=pl.col("acts").cum_sum() / pl.col("acts").sum(),
)
tail = tail.gather_every(max(len(tail) // 500, 1))
alt.Chart(
    tail, title=f"{len(products) - len(wanted)} of {len(products)} products were never touched"
).mark_line().encode(
    x=alt.X("products").axis(format="%").title("share of the products, most wanted first"),
    y=alt.Y("interest").axis(format="%").title("share of the interest"),
).properties(width=400)

# %%
per_person = acted.group_by("person_id").agg(acts=pl.len())
alt.Chart(
    per_person.group_by("acts").agg(persons=pl.len()), title="How much is known of a person: acts in the log"
).mark_bar().encode(x="acts", y="persons").properties(width=500)

# %% [markdown]
# ## Rhythm
# Hours and weekdays, by the people's own clock. If what is wanted changes with the hour, counts of the last hour know
# something that a nightly training cannot.

# %%
rhythm = recent.group_by(pl.col("at").dt.weekday().alias("weekday"), pl.col("at").dt.hour().alias("hour")).agg(
    events=pl.len()
)
alt.Chart(rhythm, title=f"Events by weekday (1 = Monday) and hour, {TIME_ZONE}").mark_rect().encode(
    x="hour:O", y="weekday:O", color="events"
)

# %% [markdown]
# ## A person is a fold of their events
# This is all the service keeps of somebody: the state that one pure function makes of their events, one after the
# other. Training folds the log through the same function, so what a ranker learns from is what it sees live.

# %%
from slotwise import person
from slotwise.events import Event

somebody = per_person.sort("acts", "person_id")["person_id"][-1]
columns = ["event_id", "occurred_at", "person_id", "type", "product_id", "content_id", "touchpoint"]
rows = events.filter(pl.col("person_id") == somebody).sort("occurred_at").select(columns).to_dicts()
state = person.fold(person.empty(somebody), (Event(**row) for row in rows))
print(
    f"{somebody}: {len(rows)} events, of which {len(state.history)} interactions and {len(state.shown)} exposures kept"
)
state.history[-5:]
