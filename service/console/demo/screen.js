// The app's screen: the meters, and each touchpoint as its kind of content looks.
import { element, on } from "./element.js";
import { icon } from "./icons.js";
import { category, reason, say } from "./texts.js";

const HOLDERS = { banner: "carousel", tile: "tiles", card: "list", text: "line" };

export function price(product) {
  if (!product || product.price === null) return "";
  return product.price ? `¥${product.price}` : say("free");
}

export function signOf(mark) {
  if (!mark) return null;
  return element("span", `sign ${mark.kind}`, mark.kind === "up" ? `↑${mark.from - mark.placement.slot}` : say(mark.kind));
}

export function meters(person, facts, products) {
  const ratio = facts.data_used_ratio, abroad = facts.roaming === "yes";
  const hot = ratio >= 1 || facts.bill_ratio >= 1.3;
  const meter = (title, value, alert, extra) => element("div", alert ? "alert" : "", element("small", "", title), element("b", "", value), extra);
  const bar = element("span", "bar", element("i"));
  bar.style.setProperty("--share", `${Math.min(ratio, 1) * 100}%`);
  const where = facts.device_new === "yes" ? say("new_device") : say(abroad ? "abroad" : "at_home");
  return [
    element("div", `hero ${abroad ? "abroad" : hot ? "hot" : ""}`,
      element("div", "brand", "云桥移动 Cloudbridge", element("span", "", where)),
      element("h1", "", person ? `${say("hello")}, ${person.name}` : say("hello"))),
    element("div", "meters",
      meter(say("data"), `${Math.round(ratio * 100)} %`, ratio >= 1, bar),
      meter(say("bill_meter"), `¥${Math.round(86 * facts.bill_ratio)}`, facts.bill_ratio >= 1.3),
      meter(say("contract"), `${facts.contract_days_left} ${say("days")}`, facts.contract_days_left <= 30)),
  ];
}

export function item(placement, kind, product, mark) {
  const type = product?.category ?? "plan";
  const title = element("b", "", placement.title ?? placement.content_id);
  const why = element("span", "why", reason(placement));
  const classes = `item ${kind} ${type} ${mark?.kind ?? ""}`;
  const inside = {
    banner: () => [icon(type), title, why],
    tile: () => [element("span", "dot", icon(type)), title],
    text: () => [icon("bell"), title],
    card: () => [element("span", "dot", icon(type)), element("span", "", title, element("span", "about", product?.text ?? category(type)), why), element("span", "price", price(product))],
  }[kind]();
  const made = element("button", classes, signOf(mark), ...inside);
  made.title = reason(placement);
  return made;
}

export function holder(touchpoint) {
  const kind = touchpoint.kind;
  const inside = element("div", HOLDERS[kind]);
  inside.dataset.touchpoint = touchpoint.touchpoint;
  const title = kind === "card" ? element("h3", "", say(touchpoint.touchpoint.endsWith("feed") ? "feed" : "cards")) : null;
  return element("section", `place ${kind === "text" ? "line" : ""}`, title, inside);
}

export function tabs(pages, now, go) {
  return pages.map((page) => on(element("button", page === now ? "on" : "", icon(page), say(page)), () => go(page)));
}
