// What is different between two answers for the same touchpoints: new here, moved, or drawn to learn from.
const DRAWN = 0.5;

/**
 * Most slates are the best ones the model knows; a few are drawn, so that there is something to learn from. From the
 * first slot on whose probability was small a slate is a drawn one, and nothing that the person did is behind it.
 */
export function drawn(slate) {
  const first = slate.placements.find((each) => each.propensity < DRAWN);
  return first ? slate.placements.filter((each) => each.slot >= first.slot) : [];
}

export function compare(before, after) {
  const found = [];
  let places = 0, luck = 0;
  for (const [touchpoint, slate] of Object.entries(after)) {
    const old = before?.[touchpoint];
    const byLuck = new Set(drawn(slate));
    places += slate.placements.length;
    luck += byLuck.size;
    if (!old || !old.placements.length) continue;
    const was = new Map(old.placements.map((each) => [each.product_id, each.slot]));
    for (const placement of slate.placements) {
      const from = was.get(placement.product_id);
      if (byLuck.has(placement)) found.push({ kind: "drawn", placement, from: from ?? null });
      else if (from === undefined) found.push({ kind: "new", placement, from: null });
      else if (from > placement.slot) found.push({ kind: "up", placement, from });
    }
  }
  return { found, places, luck, moved: found.filter((each) => each.kind !== "drawn"), mark: (placement) => found.find((each) => each.placement === placement) };
}
