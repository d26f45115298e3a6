"""The rulebook: what operators' rules and touchpoints say, compiled against a catalogue, and asked once a request.

`Rulebook` is made when a catalogue or a configuration loads: every rule's conditions over products and contents become
masks over the catalogue's columns. `Ruling` is the rulebook's answer to one request: which rules apply, and for every
touchpoint which contents are closed, which scores are lifted and what each slot may hold. All of it acts inside the
draw, at every step of the ladder, so that the logged propensities are true. A rule that cannot be asked fails closed.
Kinds of rules are files in the room `kinds`.
"""
