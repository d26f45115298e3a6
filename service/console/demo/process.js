// A product's page and its order: look, begin, three steps, buy; or leave at any of them.
import { element, on } from "./element.js";
import { icon } from "./icons.js";
import { price } from "./screen.js";
import { reason, say } from "./texts.js";

const STEPS = ["options", "details", "confirm"];

/** Show a product's page in `sheet`; resolves to "looked", "left" or "bought" once it is closed. */
export function open(sheet, client, placement, product) {
  return new Promise((resolve) => {
    const type = product?.category ?? "plan";
    let step = -1;
    let yearly = false;

    const close = (how) => {
      sheet.hidden = true;
      sheet.replaceChildren();
      resolve(how);
    };
    const leave = () => {
      if (step < 0) return close("looked");
      client.leave(placement, STEPS[step]);
      close("left");
    };
    const total = () => Math.round((product?.price ?? 0) * (yearly ? 0.9 : 1));
    const head = (title) => element("header", type, on(element("button", "", icon("back")), leave), element("b", "", title));
    const foot = (...buttons) => element("footer", "", ...buttons);

    const look = () => {
      client.view(placement);
      sheet.replaceChildren(head(""), element("div", `picture ${type}`, icon(type)),
        element("div", "body", element("h1", "", product?.title ?? placement.title ?? ""), element("span", "price", price(product)),
          element("p", "", product?.text ?? ""), element("span", "why", reason(placement))),
        foot(on(element("button", "go", say("order")), begin)));
      sheet.querySelector("header button").setAttribute("aria-label", say("leave"));
    };
    const begin = () => {
      client.start(placement);
      show(0);
    };
    const show = (next) => {
      step = next;
      client.step(placement, STEPS[step]);
      const marks = STEPS.map((name, place) => element("span", place <= step ? "on" : "", `${place + 1} ${say(`step_${name}`)}`));
      const button = step === 2 ? on(element("button", "go", say("pay")), buy) : on(element("button", "go", say("next")), () => show(step + 1));
      sheet.replaceChildren(head(product?.title ?? ""), element("div", "steps", ...marks), element("div", "body", ...bodies[STEPS[step]]()),
        foot(button, on(element("button", "later", say("leave")), leave)));
    };
    const option = (name, chosen) => {
      const input = element("input");
      Object.assign(input, { type: "radio", name: "term", checked: chosen });
      input.addEventListener("change", () => { yearly = name === "yearly"; });
      return element("label", "option", input, element("span", "", say(name)));
    };
    const row = (name, value) => element("div", "row", element("span", "soft", name), element("b", "", value));
    const bodies = {
      options: () => [option("monthly", !yearly), option("yearly", yearly)],
      details: () => [row(say("number"), "138 •••• 1029"), row(say("pay_by"), say("phone_bill"))],
      confirm: () => [row(product?.title ?? "", price(product)), row(say("total"), `¥${total()}`)],
    };
    const buy = () => {
      client.convert(placement, total(), product?.currency ?? "CNY");
      sheet.replaceChildren(element("div", "body", element("div", "done", icon("done"), element("h1", "", say("thanks")), element("p", "soft", say("thanks_more")))),
        foot(on(element("button", "go", say("back_home")), () => close("bought"))));
    };

    sheet.className = `sheet ${type}`;
    sheet.hidden = false;
    look();
  });
}
