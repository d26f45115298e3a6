"""Drawing slots, as a part of the compiled kernels; what it means is said by `slate_numpy` and `limited_numpy`."""

import numpy as np

from slotwise.kernels.machine_code import part
from slotwise.kernels.pairwise import pairwise_sum


@part
def _keep_limits(keys, most, drawn, out):  # type: ignore[no-untyped-def]
    """Close what has a key of which enough are drawn."""
    for row in range(len(keys)):
        for last in range(len(drawn)):
            key, times = keys[row, drawn[last]], 0
            for place in drawn[: last + 1]:
                times += keys[row, place] == key
            if key >= 0 and times == most[row]:
                for i in range(len(out)):
                    if keys[row, i] == key:
                        out[i] = False


@part
def _keep_pins(slot, slots, marks, held, out):  # type: ignore[no-untyped-def]
    """Close what a pin does not want in a slot, as long as something of what it wants is open."""
    for pin in range(len(slots)):
        if slots[pin] < slot:
            continue
        now, wanted = slots[pin] == slot, False
        for i in range(len(out)):
            if out[i] and (marks[pin, i] if now else not held[pin, i]):
                wanted = True
                break
        for i in range(len(out) if wanted else 0):
            out[i] = out[i] and (marks[pin, i] if now else not held[pin, i])


@part
def put_after(open_, keys, most, slots, marks, held, drawn, out):  # type: ignore[no-untyped-def]
    """What of the open candidates may come after those that are drawn."""
    out[:] = open_
    for place in drawn:
        out[place] = False
    _keep_limits(keys, most, drawn, out)
    _keep_pins(len(drawn) + 1, slots, marks, held, out)


@part
def best_open(scores, open_):  # type: ignore[no-untyped-def]
    """The place of the best open candidate, among equals the first one; -1 without any."""
    best, highest = -1, -np.inf
    for i in range(len(scores)):
        if open_[i] and scores[i] > highest:
            best, highest = i, scores[i]
    return best


@part
def picked(shares, luck):  # type: ignore[no-untyped-def]
    """The first place at which the shares up to there are more than so much of all, of those that have a share."""
    total = 0.0
    for share in shares:
        total += share
    wanted, up_to, last = luck * total, 0.0, 0
    for i in range(len(shares)):
        up_to += shares[i]
        if shares[i] != 0.0:
            last = i
            if up_to > wanted:
                return i
    return last


@part
def put_chances(places, opens, weights, fresh, explore, floor, out):  # type: ignore[no-untyped-def]
    """Fill in propensities and prefixes of the places of a greedy slate, with masks and weights of every slot."""
    weight, product, before = np.empty(len(fresh)), 1.0, 1.0
    for slot in range(len(places)):
        place, new = places[slot], 0
        for i in range(len(weight)):
            weight[i] = weights[slot, i] if opens[slot, i] else 0.0
            new += opens[slot, i] and fresh[i]
        drawn = weight[place] / pairwise_sum(weight, 0, len(weight))
        if floor and new:
            drawn = (1 - floor) * drawn + floor * np.float64(fresh[place]) / new
        product *= drawn
        prefix = (1 - explore) + explore * product
        out[0, slot] = min(prefix / before, 1.0)
        out[1, slot] = prefix
        before = prefix


@part
def draw_until(  # type: ignore[no-untyped-def]
    slot, top, scores, weights, open_, keys, most, slots, marks, held, fresh, luck, explore, floor, so_far, places, out
):
    """Draw from a slot on until another score than `top` is the best one, or nothing is left; return the slot."""
    left, weight = np.empty(len(scores), np.bool_), np.empty(len(scores))
    for now in range(slot, len(places)):
        put_after(open_, keys, most, slots, marks, held, places[:now], left)
        best = best_open(scores, left)
        if best < 0 or scores[best] != top:
            places[now] = best
            return now
        new = 0
        for i in range(len(weight)):
            weight[i] = weights[i] if left[i] else 0.0
            new += left[i] and fresh[i]
        total = pairwise_sum(weight, 0, len(weight))
        for i in range(len(weight)):
            weight[i] /= total
            if floor and new:
                weight[i] = (1 - floor) * weight[i] + floor * np.float64(left[i] and fresh[i]) / new
        place = picked(weight, luck[now])
        before = so_far[2]
        so_far[0] *= weight[place]
        so_far[1] = so_far[1] if place == best else 0.0
        so_far[2] = (1 - explore) * so_far[1] + explore * so_far[0]
        places[now], out[0, now], out[1, now] = place, min(so_far[2] / before, 1.0), so_far[2]
    return len(places)


@part
def best_places(scores, open_, places):  # type: ignore[no-untyped-def]
    """Fill in the best open candidates in order; return how many there are."""
    count, room = 0, len(places)
    for place in range(len(scores) if room else 0):
        score = scores[place]
        if not open_[place] or not score > -np.inf or (count == room and not score > scores[places[count - 1]]):
            continue
        at = count if count < room else count - 1
        while at > 0 and score > scores[places[at - 1]]:
            places[at] = places[at - 1]
            at -= 1
        places[at] = place
        count = min(count + 1, room)
    return count


@part
def put_chances_at_once(places, weights, open_, fresh, explore, floor, out):  # type: ignore[no-untyped-def]
    """The same where all slots share one mask and their weights; return the weight that is left for the last one."""
    count, new = len(places), 0
    rest, left = np.zeros(len(weights)), np.empty(count)
    for i in range(len(weights)):
        if open_[i]:
            rest[i] = weights[i]
            new += fresh[i]
    for place in places:
        rest[place] = 0.0
    remainder, behind = pairwise_sum(rest, 0, len(rest)), 0.0
    for slot in range(count - 1, -1, -1):
        own = weights[places[slot]] if open_[places[slot]] else 0.0
        behind = own if slot == count - 1 else behind + own
        left[slot] = behind + remainder
    any_new, product, before = new > 0, 1.0, 1.0
    for slot in range(count):
        place = places[slot]
        own_new = open_[place] and fresh[place]
        drawn = (weights[place] if open_[place] else 0.0) / (left[slot] if left[slot] > 0 else 1.0)
        if floor and any_new and new > 0:
            drawn = (1 - floor) * drawn + floor * own_new / new
        new -= own_new
        product *= drawn
        prefix = (1 - explore) + explore * product
        out[0, slot] = min(prefix / (before if before > 0 else 1.0), 1.0)
        out[1, slot] = prefix
        before = prefix
    return left[count - 1]
