"""The quality benchmark: real sets, fixed protocols, tuned peers, and our pipeline on the very same tasks.

`protocols/` says what is asked, `peers/` holds what others would use, `metrics/` how answers count. Our pipeline
joins through one file, `ours.py`, which must hold

    def model(set_name: str) -> type | None

and answers with a class for the set of this name (see `protocols.names()`), or None where it does not take part.
The class is a peer like all others: a `name`, a `reference` of "", `grid(set_name)` (usually one entry), a
constructor that takes one grid entry as keywords, and

* for ranked products, `fit(train: Train)` and `rank(queries: Queries, k: int) -> (n_queries, k) int32`: row
  numbers of `train.products`, best first, -1 where there are fewer, no repeats (`bench.quality.task` describes both
  arguments; subclass `bench.quality.peers.Peer`). With `observe(log: Log)` it is shown the events that happen
  between its answers, on sets with a stream; `freshness_ms` above 0 asks for blocks of queries instead of one at a
  time, and costs only freshness;
* for offers (`coupon`, `coupon_unseen`), `fit(rows)` and `score(rows) -> (n_rows,)`: subclass
  `bench.quality.peers.OfferPeer`.

`fit` is called once for every task, on a new object. It runs in the project's environment, the peers in theirs.
"""
