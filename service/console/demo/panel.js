// The side panel: what changed and why, the events as they are stored, and the last decision.
import { element } from "./element.js";
import { signOf } from "./screen.js";
import { reason, say, sceneName } from "./texts.js";

const LISTED = 8;
const HIGH = new Set(["ranker", "blend"]);

export function summary(cause, changes, scene, sceneBefore) {
  const name = (one) => (one ? sceneName(one, one) : say("no_scene"));
  const moved = [...changes.moved].sort((a, b) => Number(b.kind === "new") - Number(a.kind === "new"));
  const shown = moved.slice(0, LISTED).map((each) => element("li", "", signOf(each),
    element("span", "", element("b", "", each.placement.title ?? each.placement.content_id),
      element("small", "", [reason(each.placement), each.from ? `${say("was")} ${each.from}` : ""].filter(Boolean).join(" · ")))));
  return element("div", "summary", element("b", "", cause),
    scene === sceneBefore ? null : element("span", "", `${say("scene_from")} `, element("span", "pill", name(scene)), element("small", "", ` ${say("scene_was")} ${name(sceneBefore)}`)),
    element("span", "soft", counted(changes)),
    element("ul", "", ...shown),
    changes.luck ? element("p", "note", `${changes.luck} ${say("of")} ${changes.places} ${say("drawn_more")}`) : null);
}

export function counted(changes) {
  if (changes.moved.length) return `${changes.moved.length} ${say("of")} ${changes.places} ${say("places")}`;
  return say(changes.luck ? "only_drawn" : "none_changed");
}

export function decision(answer, milliseconds, changes) {
  if (answer.fallback) return [element("p", "", say("failed"), element("br"), element("code", "", answer.fallback))];
  const fact = (name, ...values) => [element("dt", "", name), element("dd", "", ...values)];
  const facts = element("dl", "facts",
    ...fact(say("id"), element("code", "", answer.decision_id)),
    ...fact(say("scene"), element("span", answer.scene ? "pill" : "pill plain", answer.scene ?? say("no_scene"))),
    ...fact(say("person"), element("code", "", answer.person.id ?? say("anonymous")), " ", element("span", "pill plain", say(answer.person.known ? "known" : "unknown"))),
    ...fact(say("took"), `${milliseconds.toFixed(0)} ms`));
  return [facts, ...Object.values(answer.slates).map((slate) => slateTable(slate, changes))];
}

function slateTable(slate, changes) {
  const rows = slate.placements.map((each) => {
    const bar = element("span", "bar", element("i"));
    bar.style.setProperty("--share", `${each.propensity * 100}%`);
    return element("tr", "", element("td", "", String(each.slot)), element("td", "", each.title ?? each.content_id),
      element("td", "", element("span", "chance", bar, each.propensity.toFixed(2))));
  });
  return element("div", "slate", element("header", "", element("code", "", slate.touchpoint), element("span", HIGH.has(slate.service_level) ? "pill" : "pill low", slate.service_level ?? "")),
    element("table", "", element("tbody", "", ...rows)));
}

/** Fill the list of events, newest first; exposures of one decision are one line. New lines are lit up. */
export function log(list, events, products, empty) {
  const known = new Set([...list.children].map((each) => each.dataset.seq));
  if (!events.length) return list.replaceChildren(element("li", "", element("span", "soft none", empty)));
  const title = (event) => products[event.product_id]?.title ?? event.product_id ?? "";
  list.replaceChildren(...together(events).map((group) => {
    const [event, ...more] = group;
    const at = [more.length ? null : event.touchpoint && `${event.touchpoint} · ${event.slot ?? "?"}`, event.properties.step, event.value && `${event.value} ${event.currency ?? ""}`,
      event.decision_id && `${event.decision_id.slice(0, 12)}…`, event.attributed].filter(Boolean).join(" · ");
    const time = new Date(event.occurred_at).toLocaleTimeString([], { hour12: false });
    const numbers = more.length ? `#${more.at(-1).seq}–${event.seq}` : `#${event.seq}`;
    const row = element("li", known.size && !known.has(String(event.seq)) ? "fresh" : "", element("span", `kind ${event.type}`, more.length ? `${event.type} ×${group.length}` : event.type),
      element("span", "what", group.map(title).join(", ")), element("small", "", `${numbers} ${time}`), element("span", "where", at));
    row.dataset.seq = event.seq;
    return row;
  }));
}

function together(events) {
  const groups = [];
  for (const event of events) {
    const last = groups.at(-1)?.[0];
    if (last && event.type === "exposure" && last.type === "exposure" && last.decision_id === event.decision_id) groups.at(-1).push(event);
    else groups.push([event]);
  }
  return groups;
}
