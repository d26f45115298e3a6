"""Population: the states of all persons as columns on disk, for questions about everybody at once.

The database has a state a person, which is right for one person at a time; the size of an audience asks all of them.
So their states are copied into plain .npy files in the data folder, which every process maps into its memory: a base
with everybody, and an overlay with whoever has changed since. Only a job writes them (one at a time, `building`), but
for an erasure, which overwrites a person's rows where they lie (`erasing`). Nothing else is kept there that the
database does not have: the folder can be deleted at any time and is then made anew.

Of persons who want nothing personal only that is kept; hidden attributes are not kept at all.
"""
