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
# # 2 · Train two versions, and say which is better
#
# Two trainings of the same log: one as it comes, one without the candidate generator `scene_match`. Both are judged by
# replaying the very `decide()` that the service calls, on occasions later than all they were trained on, and compared
# occasion by occasion. Runs, reports and bundles are kept in MLflow. It is what `slotwise train` and
# `slotwise compare` do.

# %% tags=["parameters"]
DATASET = None  # a data set folder; None simulates one
FOLDER = "../var/notebooks"  # where the simulated one and MLflow's database go
PERSONS, DAYS = 1000, 21
CASES = 1000  # most held-out occasions
SETTINGS = []  # options for both, such as "ranker.trees=60"

# %%
import html
import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices are slower with more

import altair as alt
import mlflow
import polars as pl
from IPython.display import HTML

from training.cases import EvaluationOptions
from training.compare import compare
from training.dataset import load
from training.defaults import options_for
from training.pipeline import EXPERIMENT, Source, make
from training.replaying import stored_pair
from training.simulate import simulate
from training.tracking import Tracker

_ = alt.renderers.enable("svg")  # drawn on this machine; "default" needs the internet, and has tooltips
if DATASET is None:
    DATASET = Path(FOLDER, f"echannel-{PERSONS}-{DAYS}")
    if not (DATASET / "dataset.json").exists():
        simulate(DATASET, persons=PERSONS, days=DAYS)
folder = Path(DATASET)
dataset = load(folder)
print(
    f"{len(dataset.interactions):,} events of {len(dataset.persons):,} persons, "
    f"{len(dataset.catalog.products):,} products in {len(dataset.catalog.contents):,} contents"
)

# %% [markdown]
# ## Train
# `options_for` reads defaults, then what the data set says about itself, then your settings: the same `name=value` that
# `slotwise train --set` takes. `make` holds the latest part of the log out, trains on the rest, judges, fits the
# generators again on everything, and registers the bundle.

# %%
judging = EvaluationOptions(cases=CASES)
source, tracker = Source.of(folder, dataset), Tracker(f"sqlite:///{Path(FOLDER, 'mlflow.db')}")
name = source.slug

everything = options_for(dataset, settings=SETTINGS)
without_scene = options_for(dataset, settings=[*SETTINGS, "generators.scene_match=false"])
print("generators:", ", ".join(everything.generators))

# %%
with_it = make(source, everything, judging, tracker, name)
without = make(source, without_scene, judging, tracker, name)
learned = with_it.evaluation["learned"]
print(
    f"versions {with_it.version.version} and {without.version.version}, each judged on {with_it.evaluation['cases']} "
    f"occasions by {with_it.evaluation['persons']} persons; learned from {learned['labelled_by']}"
)

# %% [markdown]
# ## Beside the baselines
# Every judgement has the baselines beside it, on the same occasions. The lines are 95 % intervals, resampled over
# persons: somebody with a hundred occasions is still one person. Two intervals that overlap do *not* mean that two
# versions are equally good; for that we pair them below.

# %%
main = with_it.evaluation["main"]
contenders = {**with_it.evaluation["metrics"], "without scene_match": without.evaluation["metrics"]["model"]}
shown = list(dict.fromkeys([main, "ndcg@10", "recall@20"]))
values = pl.DataFrame(
    [
        {"who": who, "metric": metric, **{bound: metrics[metric][bound] for bound in ("value", "low", "high")}}
        for who, metrics in contenders.items()
        for metric in shown
    ]
)
base = alt.Chart(values).encode(y=alt.Y("who").sort(list(contenders)).title(None))
dots = base.mark_point(filled=True, size=60).encode(x=alt.X("value").title(None), color=alt.Color("who").legend(None))
bars = base.mark_rule().encode(x="low", x2="high", color=alt.Color("who").legend(None))
alt.layer(bars, dots).properties(width=250).facet(alt.Facet("metric").title(None), columns=3)

# %% [markdown]
# ## One against the other
# Both versions answered the very same occasions, so their *differences* can be resampled, and what makes an occasion
# easy or hard for both falls out. Only an interval that does not touch 0 speaks for one of them; with a small log,
# expect it to say: not known yet. `promote` asks the same question before it lets a version go live.

# %%
pair = stored_pair(tracker, with_it.version, without.version)
found = compare(pair.one, pair.other, pair.main)
differences = pl.DataFrame(
    [{"metric": metric, **each["difference"]} for metric, each in found["metrics"].items()], infer_schema_length=None
).filter(pl.col("low").is_not_null())
base = alt.Chart(differences, title="With scene_match minus without").encode(y=alt.Y("metric").sort(None))
zero = alt.Chart().mark_rule(strokeDash=[4, 4]).encode(x=alt.datum(0))
bars = base.mark_rule().encode(x=alt.X("low").title("difference"), x2="high")
alt.layer(zero, bars, base.mark_point(filled=True, size=60).encode(x="value")).properties(width=450)

# %%
touchpoints = [{"touchpoint": place, **each["difference"]} for place, each in found["touchpoints"].items()]
pl.DataFrame(touchpoints, infer_schema_length=None) if touchpoints else "too few occasions of any one touchpoint"

# %% [markdown]
# ## For whom
# An average hides whom it was paid for by. Slices stand in every judgement; those with too few occasions are left out.

# %%
slices = pl.DataFrame(
    [{"slice": each, **{who: values[who]["value"] for who in ("model", "popular", "random")}}
     for each, values in with_it.evaluation["slices"].items()]
)  # fmt: skip
slices

# %% [markdown]
# ## What the ranker looks at
# Gain by feature, coloured by theme: what belongs to the person, the scene, the product, or to the match of them.

# %%
gains = pl.DataFrame(learned["features"]).filter(pl.col("gain") > 0).head(20)
alt.Chart(gains, title="Gain by feature").mark_bar().encode(
    x="gain", y=alt.Y("feature").sort("-x"), color="theme"
).properties(width=400)

# %% [markdown]
# ## The runs in MLflow
# Parameters, metrics with their bounds, the data set's digest, the report and the bundle are all there. To see it in
# a browser: `mlflow ui --backend-store-uri sqlite:///var/notebooks/mlflow.db` in the project's root.

# %%
runs = mlflow.search_runs(experiment_names=[EXPERIMENT], order_by=["start_time DESC"])
logged = main.replace("@", "_")  # MLflow takes no @ in a name
runs[["run_id", "status", "tags.dataset", f"metrics.{logged}", "metrics.latency/p95_ms", "metrics.bundle_bytes"]]

# %%
report = tracker.file(with_it.version, "report.html", Path(FOLDER))
page = html.escape(report.read_text())
HTML(f'<div><iframe srcdoc="{page}" width="100%" height="600"></iframe></div>')

# %% [markdown]
# ## And then?
# The version trained last is the challenger. `slotwise promote` sends it through the gate and, if it passes, to the
# shelf from which a running service takes it up; `slotwise rollback` takes it back.
