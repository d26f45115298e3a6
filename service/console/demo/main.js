// The demo: an app's home page that asks Slotwise, tells it what happens, and shows what changed.
import { init } from "/sdk/slotwise.mjs";
import { compare } from "./changes.js";
import { element, on } from "./element.js";
import { icon } from "./icons.js";
import * as panel from "./panel.js";
import { open } from "./process.js";
import { holder, item, meters, price, tabs } from "./screen.js";
import { category, other, reason, say, sceneName, speak } from "./texts.js";

const USUAL = { data_used_ratio: 0.4, bill_ratio: 1, roaming: "no", contract_days_left: 412, device_new: "no" };
const POLL = 2000;
const $ = (selector) => document.querySelector(selector);

const world = await (await fetch("/demo/world.json")).json();
const client = init({ key: world.key, timeout: 5000, linger: 300, store: "slotwise-demo" });
const now = { person: null, situation: null, page: "home", left: null, before: {}, scene: undefined, last: null };

const ORDER = ["banner", "text", "tile", "card", "popup"];

const touchpoints = () => world.touchpoints.filter((each) => each.page === now.page).sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
const facts = () => ({ ...USUAL, ...(now.situation?.facts ?? {}), ...(now.left ? { open_process: now.left } : {}) });

/** Ask for the page's touchpoints once everything that happened is told, and show what is different. */
async function ask(cause, { popup = false } = {}) {
  await client.flush();
  const wanted = touchpoints().filter((each) => popup || each.kind !== "popup");
  const started = performance.now();
  const answer = await client.decide(wanted.map((each) => each.touchpoint), {
    context: { channel: "app", page: now.page, ...facts() }, explain: "reason", deadline_ms: 500 });
  const took = performance.now() - started;
  const first = !Object.keys(answer.slates).some((name) => now.before[name]);
  const changes = compare(now.before, answer.slates);
  const sceneBefore = now.scene;
  if (!answer.fallback) Object.assign(now.before, answer.slates);
  now.scene = answer.scene;
  now.last = { cause, changes, answer, took, first, sceneBefore };
  show(wanted);
  explain();
  const offer = Object.values(answer.slates).find((slate) => slate.touchpoint.endsWith("popup"))?.placements[0];
  if (offer && popup) offerUp(offer);
  if (!first) toast(cause, changes);
  await readLog();
}

function show(wanted) {
  const { answer, changes } = now.last;
  const screen = $("#screen");
  screen.replaceChildren(...meters(now.person, facts(), world.products), ...wanted.filter((each) => each.kind !== "popup").map(holder));
  screen.scrollTop = 0;
  for (const touchpoint of wanted) {
    const place = screen.querySelector(`[data-touchpoint="${touchpoint.touchpoint}"]`);
    const make = (placement) => on(item(placement, touchpoint.kind, world.products[placement.product_id], changes.mark(placement)), () => use(placement));
    if (place && !client.render(place, answer.slates[touchpoint.touchpoint], make)) place.replaceChildren(element("p", "soft", answer.fallback ? say("own") : ""));
  }
  $("#tabs").replaceChildren(...tabs(world.pages, now.page, turn));
}

function explain() {
  const { answer, changes, cause, first, took, sceneBefore } = now.last;
  $("#changes").replaceChildren(first ? element("p", "soft", say("first")) : panel.summary(cause, changes, answer.scene, sceneBefore));
  $("#decision").replaceChildren(...panel.decision(answer, took, changes));
}

let fading = 0;
function toast(cause, changes) {
  $("#toast").replaceChildren(cause, element("small", "", panel.counted(changes)));
  $("#toast").hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { $("#toast").hidden = true; }, 3500);
}

/** A product was clicked: its page, its order, and what came of it; then ask again. */
async function use(placement) {
  const product = world.products[placement.product_id];
  $("#toast").hidden = true;
  const how = await open($("#sheet"), client, placement, product);
  if (how === "left") now.left = product?.category ?? null;
  if (how === "bought" && now.left === product?.category) now.left = null;
  await ask(`${say(how)}: ${product?.title ?? placement.content_id}`);
}

function offerUp(placement) {
  const product = world.products[placement.product_id];
  const type = product?.category ?? "plan";
  const close = () => { $("#popup").hidden = true; };
  const box = element("div", `offer ${type}`, element("div", "picture", icon(type)), element("div", "inside", element("b", "", placement.title ?? ""),
    element("span", "price", price(product)), element("span", "why", reason(placement)), element("button", "go", say("look"))));
  const later = on(element("button", "later", say("later")), async (event) => {
    event.stopPropagation();
    client.dismiss(placement);
    close();
    await ask(`${say("sent_away")}: ${product?.title ?? ""}`);
  });
  box.querySelector(".inside").append(later);
  $("#popup").replaceChildren(box);
  $("#popup").hidden = false;
  client.watch(box, placement, { click: false });
  on(box, () => { client.click(placement); close(); use(placement); });
}

function turn(page) {
  now.page = page;
  ask(say("opened"));
}

async function choose(person) {
  await client.flush();
  client.logout();
  client.identify(person?.id);
  Object.assign(now, { person, left: null, before: {}, scene: undefined, page: "home" });
  $("#popup").hidden = $("#sheet").hidden = true;
  controls();
  await ask(say("person_changed"), { popup: true });
}

async function happen(situation) {
  now.situation = situation;
  if (!situation) now.left = null;
  controls();
  await ask(`${say("scene_changed")}: ${situation ? sceneName(situation.scene, situation.title) : say("nothing")}`, { popup: Boolean(situation) });
}

function controls() {
  const face = (person, place) => {
    const likes = person ? person.likes.map(category).join(", ") : say("newcomer_more");
    const made = element("button", `person ${now.person === person ? "on" : ""}`, element("i", person?.likes[0] ?? "", person ? person.name.slice(0, 1) : "?"),
      element("b", "", person ? person.name : say("newcomer")), element("small", "", person ? `${likes} · ${person.interactions} ${say("visits")}` : likes));
    made.querySelector("i").style.background = person ? "linear-gradient(135deg, var(--from), var(--to))" : "#8a94a6";
    return on(made, () => choose(person));
  };
  $("#persons").replaceChildren(...[...world.persons, null].map(face));
  const chip = (situation) => on(element("button", `chip ${now.situation === situation ? "on" : ""}`, situation ? sceneName(situation.scene, situation.title) : say("nothing")), () => happen(situation));
  $("#situations").replaceChildren(...[null, ...world.situations].map(chip));
}

async function readLog() {
  if (document.visibilityState !== "visible") return;
  const person = client.person;
  let events = [];
  if (person) {
    const asked = new URLSearchParams({ anonymous: person.identities.anonymous, ...(person.id ? { person: person.id } : {}) });
    const response = await fetch(`/demo/log?${asked}`, { headers: { Authorization: `Bearer ${world.key}` }, cache: "no-store" }).catch(() => null);
    if (!response?.ok) return;
    events = (await response.json()).events;
  }
  panel.log($("#log"), events, world.products, say(person ? "no_events" : "no_events_consent"));
}

for (const button of document.querySelectorAll("[data-drawer]")) {
  on(button, () => {
    document.querySelectorAll(".side").forEach((each) => each.classList.toggle("open", each.id === button.dataset.drawer));
    document.querySelectorAll("[data-drawer]").forEach((each) => each.classList.toggle("on", each === button));
  });
}
on($("#again"), () => ask(say("asked")));
on($("#language"), () => { other(); controls(); if (now.last) { show(touchpoints()); explain(); } });
$("#consent").checked = client.consented;
$("#consent").addEventListener("change", (event) => { client.consent(event.target.checked); ask(say("opted")); });

speak();
await choose(world.persons[0] ?? null);
setInterval(readLog, POLL);
globalThis.demo = { client, now };
