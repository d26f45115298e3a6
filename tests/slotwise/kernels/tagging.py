"""Small worlds for the tagging kernels, with a slow oracle that follows the definition word by word."""

import numpy as np
from hypothesis import strategies as st

from slotwise.kernels.tagging_numpy import (
    BROWSED,
    FINISHED,
    LEFT,
    RETURNED,
    SEARCHED,
    STARTED,
    TOUCHED,
    VISIT_GAP,
    masks,
)

CLASSES = np.array([0, BROWSED, BROWSED, STARTED, TOUCHED, LEFT, FINISHED, 0, SEARCHED, 0], np.uint8)
N_PRODUCTS, N_BUSINESSES = 4, 3
STEP = VISIT_GAP // 2


@st.composite
def histories(draw):
    """Events of a few persons (products -1 unknown), the tables of a few tags, where each person begins, and now."""
    covers = [draw(st.sets(st.integers(0, N_BUSINESSES - 1))) for _ in range(N_PRODUCTS)]
    many = draw(st.sampled_from([0, 1, 3, 6, 70]))
    rules, of = [], [draw(st.integers(0, N_BUSINESSES - 1)) for _ in range(many)]
    for _ in of:
        behaviour = draw(st.sampled_from([BROWSED, STARTED, LEFT, FINISHED, RETURNED]))
        window, expiry = (draw(st.integers(1, 8)) * STEP for _ in range(2))
        rules.append([behaviour, draw(st.integers(1, 4)), window, expiry])
    event = st.tuples(st.integers(0, 12), st.integers(-1, N_PRODUCTS - 1), st.integers(0, len(CLASSES) - 1))
    persons = draw(st.lists(st.lists(event, max_size=12).map(sorted), min_size=1, max_size=4))
    rows = [row for person in persons for row in person]
    events = (
        np.array([row[1] for row in rows], np.int32),
        np.array([row[2] for row in rows], np.int8),
        np.array([row[0] * STEP for row in rows], np.int64),
    )
    start = np.concatenate([[0], np.cumsum([len(person) for person in persons])]).astype(np.int64)
    about = [(row, tag) for row, mine in enumerate(covers) for tag, which in enumerate(of) if which in mine]
    counts = [(row, tag) for row, mine in enumerate(CLASSES) for tag, rule in enumerate(rules) if mine & 15 & rule[0]]
    special = [
        (row, tag) for row, own in enumerate((LEFT, RETURNED)) for tag, rule in enumerate(rules) if rule[0] == own
    ]
    words = [
        masks(iter(each), rows, many) for each, rows in ((about, N_PRODUCTS), (counts, len(CLASSES)), (special, 2))
    ]
    tables = (CLASSES, *words, np.array(rules, np.int64).reshape(-1, 4))
    return events, tables, start, draw(st.integers(0, 26)) * STEP // 2


def in_worlds(start):
    """Return where each person's events begin and end."""
    return list(zip(start[:-1].tolist(), start[1:].tolist(), strict=True))


def held_by_definition(events, tables, first, last, now):
    """Return the set of tags that one person holds, by the definition and nothing faster."""
    products, kinds, times = (column[first:last].tolist() for column in events)
    classes, covers, _, _, rules = (table.tolist() for table in tables)
    found = set()
    for tag, (behaviour, threshold, window, expiry) in enumerate(rules):
        mine = [
            (at, classes[kind])
            for product, kind, at in zip(products, kinds, times, strict=True)
            if product >= 0 and at < now and classes[kind] and covers[product][tag // 64] >> tag % 64 & 1
        ]
        counted = _of_class(mine, behaviour)
        for number, (at, last) in enumerate(counted):
            near = [each for each in counted[: number + 1] if at - window < each[0]]
            if behaviour == LEFT:
                near = [each for each in near if not _finished(mine[each[1] : last])]
            ended = behaviour == LEFT and _finished(mine[last:])
            if len(near) >= threshold and now - at < expiry and not ended:
                found.add(tag)
    return found


def _of_class(mine, behaviour):
    """The events of a class: [(time, place among the touches of the business)]."""
    found = []
    for place, (at, bits) in enumerate(mine):
        returned = bool(bits & SEARCHED) or (place > 0 and at - mine[place - 1][0] > VISIT_GAP)
        if (behaviour == RETURNED and returned) or (behaviour != RETURNED and bits & behaviour):
            found.append((at, place))
    return found


def _finished(touches):
    return any(bits & FINISHED for _, bits in touches)
