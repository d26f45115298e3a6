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
# # 3 · Add a candidate generator, and see whether it helps
#
# A candidate generator is one file: `fit` learns from past interactions, `read` folds a person's moment in, `retrieve`
# names candidates, `score` scores any product. Nothing is registered anywhere: a file in the room
# `slotwise/candidates/` is found by itself, gets its features (its score and its rank of a candidate), goes into
# the bundle, and is walked by the room's contract test. Here we write one, try it out, and ask the log whether it was
# worth it.

# %% tags=["parameters"]
DATASET = None  # a data set folder; None simulates one
FOLDER = "../var/notebooks"  # where the simulated one goes
PERSONS, DAYS = 1000, 21
CASES = 1000  # most held-out occasions
SETTINGS = []  # options for both trainings, such as "ranker.trees=60"

# %%
import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices are slower with more

import altair as alt
import numpy as np
import polars as pl
from IPython.display import Code

from slotwise.candidates import generators
from slotwise.discovery import look_also_in
from training.cases import EvaluationOptions, split
from training.compare import compare
from training.dataset import load
from training.defaults import options_for
from training.evaluate import evaluate
from training.fit import train
from training.simulate import simulate

_ = alt.renderers.enable("svg")  # drawn on this machine; "default" needs the internet, and has tooltips
if DATASET is None:
    DATASET = Path(FOLDER, f"echannel-{PERSONS}-{DAYS}")
    if not (DATASET / "dataset.json").exists():
        simulate(DATASET, persons=PERSONS, days=DAYS)
dataset = load(Path(DATASET))
before = sorted(generators())
before

# %% [markdown]
# ## One file
# The idea: what people look at next is often of another category (first the phone, then its insurance). So count which
# category follows which, and offer the most wanted products of those that follow. Edit the file and restart the kernel
# to try an idea of your own.

# %%
Code(filename="candidates/next_category.py", language="python")

# %% [markdown]
# ## Found by itself
# In the end the file moves to `slotwise/candidates/`. While it is tried out, the room looks also in the folder beside
# this notebook.

# %%
look_also_in("slotwise.candidates", Path("candidates"))
sorted(set(generators()) - set(before))

# %% [markdown]
# ## Does it do what it should?
# Fitted alone, before any ranker: which category follows which?

# %%
from slotwise.candidates import Past, options_of

kind = generators()["next_category"]
past = Past(dataset.interactions, len(dataset.persons), dataset.catalog, dataset.facets)
fitted = kind.fit(past, options_of(kind, {}), seed=1)

names = [*dataset.catalog.products.categories, "(none)"]
size = len(names)
steps = pl.DataFrame(
    {
        "last": np.repeat(names, size),
        "next": np.tile(names, size),
        "chance": fitted.follows.ravel().astype(float),
    }
)
alt.Chart(steps, title="Which category follows which").mark_rect().encode(
    x=alt.X("next").sort(names), y=alt.Y("last").sort(names), color="chance", tooltip=["last", "next", "chance"]
)

# %% [markdown]
# ## Train without it and with it
# One split for both: nothing after it is seen by either training, and both are judged on the same occasions by
# replaying `decide()`.

# %%
without = options_for(dataset, settings=[*SETTINGS, "generators.next_category=false"])
with_it = options_for(dataset, settings=SETTINGS)
judging = EvaluationOptions(cases=CASES)
early, cases = split(dataset, with_it, judging)

trained = {"without": train(early, without), "with": train(early, with_it)}
judged = {which: evaluate(each.model, cases, judging, against={}) for which, each in trained.items()}
gains = trained["with"].ranker.importance if trained["with"].ranker else {}
{name: round(gain, 1) for name, gain in gains.items() if "next_category" in name}

# %% [markdown]
# ## Who brings what is wanted?
# The funnel of the candidates: of what turned out to be wanted, which share did each source bring, and which share did
# it bring *alone*? A source that brings nothing alone can still help: its score and rank are features.

# %%
funnel = pl.DataFrame(judged["with"].document["funnel"]).unpivot(["found", "found_alone"], index="source")
alt.Chart(funnel, title="Share of what was wanted").mark_bar().encode(
    x=alt.X("value").axis(format="%").title(None), y=alt.Y("source").sort("-x"), yOffset="variable", color="variable"
).properties(width=400)

# %% [markdown]
# ## Does it help, and how sure is that?
# The differences, occasion by occasion, with 95 % intervals over persons.

# %%
main = judged["with"].document["main"]
found = compare(judged["with"].judged, judged["without"].judged, main)
differences = pl.DataFrame(
    [{"metric": metric, **each["difference"]} for metric, each in found["metrics"].items()], infer_schema_length=None
).filter(pl.col("low").is_not_null())
base = alt.Chart(differences, title="With next_category minus without").encode(y=alt.Y("metric").sort(None))
zero = alt.Chart().mark_rule(strokeDash=[4, 4]).encode(x=alt.datum(0))
bars = base.mark_rule().encode(x=alt.X("low").title("difference"), x2="high")
alt.layer(zero, bars, base.mark_point(filled=True, size=60).encode(x="value")).properties(width=450)

# %%
(decisive,) = differences.filter(pl.col("metric") == main).to_dicts()
low, high = decisive["low"], decisive["high"]
verdict = "it helps" if low > 0 else "it harms" if high < 0 else "not known: the interval holds 0"
print(f"{main}: {decisive['value']:+.4f} ({low:+.4f} to {high:+.4f}) on {found['cases']} occasions: {verdict}")

# %% [markdown]
# If it is not known, there are three honest ways on: more occasions (`CASES`, a longer log), a look at the slices that
# it was meant for, or leaving it out. Every source costs time at every request.
#
# ## To keep it
# Move the file to `slotwise/candidates/` and write `tests/slotwise/candidates/test_next_category.py`, with a small
# world whose right answer you know. The contract test there walks the file at once: lawful retrieval, finite scores,
# cold persons, grown catalogues, the same bytes for the same seed.
# `slotwise train` uses it from then on; `--set generators.next_category=false` leaves it out.
