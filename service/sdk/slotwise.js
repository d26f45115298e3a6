/*! Slotwise browser SDK: decisions, what was really seen, and events that are not lost. No dependencies, no cookies. */
(function (root) {
  "use strict";

  const SHARE = 0.5; // of an element, or of the window when the element is larger, has to be seen ...
  const LONG_ENOUGH = 1000; // ... for so many ms, on a page that is in front, to count as an exposure.
  const STEPS = Array.from({ length: 21 }, (_, step) => step / 20);
  const POINTS = [1, 3, 5].flatMap((across) => [1, 3, 5].map((down) => [across / 6, down / 6]));
  const BATCH = 100;
  const LEAVE_BYTES = 60000; // browsers let 64 KiB be under way when a page is left
  const FIRST_WAIT = 500, LONGEST_WAIT = 60000;
  const PATIENCE = 10000;
  const SOON = new Set(["exposure", "view"]); // these linger to go together; all others are sent at once
  const HERE = typeof document !== "undefined" && document.currentScript ? new URL(document.currentScript.src).origin : "";

  const noop = () => {};
  const within = (wait) => { // AbortSignal.timeout is not in every web view
    const controller = new AbortController();
    setTimeout(() => controller.abort(), wait);
    return controller.signal;
  };
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const share = (entry) => {
    const window_ = entry.rootBounds, box = entry.boundingClientRect, seen = entry.intersectionRect;
    const area = (box_) => box_.width * box_.height;
    const most = Math.min(area(box), window_ ? area(window_) : Infinity);
    return most > 0 ? area(seen) / most : 0;
  };

  /** Whether something else lies over most of what is inside the window: a pop-up, a sheet, a menu. */
  function covered(element) {
    const box = element.getBoundingClientRect(), within = element.getRootNode();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const hits = POINTS.filter(([across, down]) => {
      const hit = within.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
      return hit && (element.contains(hit) || hit.contains(element));
    });
    return hits.length < POINTS.length * SHARE;
  }

  /** localStorage or sessionStorage; a map where the browser lets us have neither. */
  function storage(kind, prefix) {
    let real = null;
    const spare = new Map();
    try {
      real = root[kind];
      real.setItem(prefix + "probe", "1");
      real.removeItem(prefix + "probe");
    } catch { real = null; }
    return {
      get: (name) => (real ? real.getItem(prefix + name) : spare.get(name)) ?? null,
      set(name, value) {
        try { if (real) return real.setItem(prefix + name, value); } catch { /* full: memory is left */ }
        spare.set(name, value);
      },
      remove(name) { if (real) real.removeItem(prefix + name); spare.delete(name); },
      names: () => (real ? Object.keys(real).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)) : [...spare.keys()]),
    };
  }

  /* Assignment without asking: the same variant as the service's, from what it publishes and an id alone */

  const TRIMMED = " \t\r\n\"'";
  const wholes = (count, root_) => { // the first bits of the roots of primes, which SHA-256 begins with
    const found = [];
    for (let number = 2; found.length < count; number++) {
      let prime = true;
      for (let by = 2; by * by <= number; by++) if (number % by === 0) prime = false;
      if (prime) found.push(((number ** (1 / root_)) % 1) * 2 ** 32 | 0);
    }
    return found;
  };
  const ROUNDS = wholes(64, 3), BEGIN = wholes(8, 2);

  /** UTF-8; a half of a surrogate pair is written as it is, as the service does, where TextEncoder would replace it. */
  function utf8(text) {
    const bytes = [];
    for (const each of text) {
      const code = each.codePointAt(0);
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
      else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
      else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    }
    return bytes;
  }

  /** The first 64 bits of SHA-256 as two numbers; the browser's own is slow to answer, and is not there without https. */
  function sha256(bytes) {
    const size = bytes.length, all = [...bytes, 0x80], state = BEGIN.slice(), words = new Int32Array(64);
    const turn = (word, by) => word >>> by | word << 32 - by;
    while (all.length % 64 !== 56) all.push(0);
    for (let at = 7; at >= 0; at--) all.push(Math.floor(size * 8 / 2 ** (8 * at)) & 255);
    for (let block = 0; block < all.length; block += 64) {
      for (let at = 0; at < 16; at++) words[at] = all[block + 4 * at] << 24 | all[block + 4 * at + 1] << 16 | all[block + 4 * at + 2] << 8 | all[block + 4 * at + 3];
      for (let at = 16; at < 64; at++) {
        const [one, two] = [words[at - 15], words[at - 2]];
        words[at] = words[at - 16] + (turn(one, 7) ^ turn(one, 18) ^ one >>> 3) + words[at - 7] + (turn(two, 17) ^ turn(two, 19) ^ two >>> 10);
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < 64; at++) {
        const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + (e & f ^ ~e & g) + ROUNDS[at] + words[at] | 0;
        const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, d + one | 0, c, b, a, one + two | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((each, at) => { state[at] = state[at] + each | 0; });
    }
    return [state[0] >>> 0, state[1] >>> 0];
  }

  const hash = (salt, unit) => sha256(utf8(`${salt}\x1f${unit}`));
  const uniform = (salt, unit) => { const [high, low] = hash(salt, unit); return (high * 2 ** 21 + (low >>> 11)) / 2 ** 53; };
  const bucket = (salt, unit) => { const [high, low] = hash(salt, unit); return Math.floor((high * 10000 + Math.floor(low * 10000 / 2 ** 32)) / 2 ** 32); };

  /** An id as it is hashed: whole numbers written out, NFC, quotes taken off; null when nothing is left. */
  function normalised(given) {
    if (Number.isSafeInteger(given) || typeof given === "bigint") return String(given);
    if (typeof given !== "string") return null;
    let [from, to] = [0, given.length];
    while (from < to && TRIMMED.includes(given[from])) from++;
    while (to > from && TRIMMED.includes(given[to - 1])) to--;
    return given.slice(from, to).normalize("NFC") || null;
  }

  /**
   * What every experiment of a published document (GET /v1/experiments/assignments) means for {person, session}; of
   * all touchpoints, or of those named. `forced` names variants by experiment. The reason `ask`: only the service can
   * tell, for the experiment has an audience.
   */
  function assign(published, units, { touchpoints = null, forced = {} } = {}) {
    if (published.version !== 1) throw new Error(`the document has the form ${published.version}; this client knows 1`);
    const ids = { person: normalised(units.person), session: normalised(units.session) };
    const held = (unit) => unit !== null && published.holdouts.some((each) => uniform(each.salt, unit) < each.share);
    return published.experiments
      .filter((each) => !touchpoints || !each.touchpoints.length || each.touchpoints.some((one) => touchpoints.includes(one)))
      .map((each) => {
        const { experiment, phase } = each, unit = ids[each.unit];
        const made = (variant, probability, reason, served = variant) => ({ experiment, phase, variant, probability, reason, served });
        const tested = each.variants.find(({ variant }) => variant === forced[experiment]);
        if (tested) return made(tested.variant, 1, "forced");
        if (unit === null) return made("", 0, "no_unit");
        if (each.paused) return made("", 0, "paused");
        if (held(unit) || held(ids.person)) return made("", 0, "holdout");
        const place = bucket(each.layer_salt, unit);
        if (!each.buckets.some(([low, high]) => low <= place && place < high)) return made("", 0, "other_bucket");
        if (each.ask) return made("", 0, "ask");
        if (each.interleaved) return made("interleaved", 1, "assigned", each.paused_variants.length ? each.control : "interleaved");
        const number = uniform(each.salt, unit), weighty = each.variants.filter(({ weight }) => weight > 0);
        let bound = 0; // the last one gets those whom rounding leaves over
        const { variant, weight } = weighty.find((one) => number < (bound += one.weight)) || weighty[weighty.length - 1];
        return made(variant, weight, "assigned", each.paused_variants.includes(variant) ? each.control : variant);
      });
  }

  class Client {
    constructor(options) {
      const { url = HERE, key = "", person = null, namespace = "anonymous", timeout = 1000, linger = 1000, capacity = 500,
        store = "slotwise", onProblem = noop, onEvent = noop } = options || {};
      Object.assign(this, { url: String(url).replace(/\/+$/, ""), key, namespace, timeout, linger, capacity, onProblem, onEvent });
      this.stats = { given: 0, accepted: 0, duplicate: 0, rejected: 0, dropped: 0, retries: 0 };
      this._kept = storage("localStorage", store + ":");
      this._session = storage("sessionStorage", store + ":");
      this._person = person;
      this._exposed = new Set();
      this._watched = new WeakMap();
      this._visible = new Set();
      this._attempts = 0;
      this._notBefore = 0;
      this._queue = this._kept.names().filter((name) => name.startsWith("event:")).sort();
      this._observer = new IntersectionObserver((entries) => entries.forEach((entry) => this._saw(entry)), { threshold: STEPS });
      addEventListener("online", () => { this._attempts = this._notBefore = 0; this.flush(); });
      addEventListener("pagehide", () => this._leave());
      document.addEventListener("visibilitychange", () => this._turned());
      if (!this.consented) this._forget();
      if (this._queue.length) this._schedule(0);
    }

    /* Who it is */

    /** Whether the person lets themselves be recognised; true until they say no. */
    get consented() { return this._kept.get("consent") !== "no"; }

    /** The person as the service is told: signed in, known by an id of this browser, or null after an opt-out. */
    get person() {
      if (!this.consented) return null;
      const identities = { [this.namespace]: this._own(this._kept, "anonymous") };
      return this._person ? { id: this._person, identities } : { identities };
    }

    /**
     * From now on it is this person. `proof`, made by your server when they signed in, says that the browser's own id
     * is theirs too: what was done before follows them. Without it, it stays with the browser.
     */
    identify(id, { proof } = {}) {
      this._person = id || null;
      if (id && proof && this.consented) this.event("x.login", null, { person: { ...this.person, proof } });
    }

    /** Nobody is signed in any more; whoever uses the browser next gets an id of their own. */
    logout() {
      this._person = null;
      this._kept.remove("anonymous");
      this._session.remove("session");
    }

    /** `false`: ids and waiting events are deleted, nothing about the person is sent, decisions are impersonal. */
    consent(given) {
      this._kept.set("consent", given ? "yes" : "no");
      if (!given) this._forget();
    }

    /* Decisions */

    /**
     * Ask for touchpoints: names, or {touchpoint, slots, exclude, candidates}. Never rejects: without an answer in time
     * `fallback` says why, and every slate is empty, so that `render` leaves what the page has.
     */
    async decide(touchpoints, options) {
      const { context, timeout = this.timeout, ...more } = options || {};
      const wanted = touchpoints.map((each) => (typeof each === "string" ? { touchpoint: each } : each));
      const body = { ...more, touchpoints: wanted, request_id: random() };
      if (context) body.context = context;
      if (this.person) Object.assign(body, { person: this.person, session: this._own(this._session, "session") });
      else body.personalize = false;
      try {
        const response = await this._post("/v1/decisions", body, { signal: within(timeout) });
        const document_ = await response.json();
        if (!response.ok) throw Object.assign(new Error(document_.detail), { code: document_.code });
        return this._answer(document_, null);
      } catch (problem) {
        const code = problem.name === "AbortError" ? "timeout" : problem.code && typeof problem.code === "string" ? problem.code : "unreachable";
        this.onProblem({ code, detail: problem.message }, null);
        return this._answer({ touchpoints: wanted.map((each) => ({ touchpoint: each.touchpoint, placements: [] })), scene: null }, code);
      }
    }

    /**
     * Put a slate's placements into a container: `make(placement)` returns an element for each. An empty slate leaves
     * what the container has. Exposures and clicks are reported from then on. Tells whether something was put in.
     */
    render(container, slate, make, options) {
      const place = typeof container === "string" ? document.querySelector(container) : container;
      if (!place || !slate || !slate.placements.length) return false;
      const made = slate.placements.map((placement) => [make(placement), placement]);
      place.replaceChildren(...made.map(([element]) => element));
      made.forEach(([element, placement]) => this.watch(element, placement, options));
      return true;
    }

    /** Report the exposure of a placement's element once it is really seen, and (unless {click: false}) its clicks. */
    watch(element, placement, options) {
      this._watched.set(element, { placement, share: 0, timer: 0 });
      this._observer.observe(element);
      if (!options || options.click !== false) element.addEventListener("click", () => this.click(placement), true); // before what the click leads to
    }

    /* Experiments */

    /**
     * Resolves to what every experiment means for this browser's person and session, told without a decision and
     * without a trace: it is no exposure. Rejects when the service does not say which experiments there are.
     */
    async assignments(options) {
      const headers = this.key ? { Authorization: `Bearer ${this.key}` } : {};
      const response = await fetch(`${this.url}/v1/experiments/assignments`, { headers, credentials: "omit", signal: within(this.timeout) });
      if (!response.ok) throw new Error(`the service answered ${response.status}`);
      const published = await response.json();
      if (!this.consented) return assign(published, {}, options);
      const found = assign(published, { person: this._person, session: this._own(this._session, "session") }, options);
      if (this._person) return found;
      // Whose browser it is, and whether they are held out, the service may know by an earlier login.
      const open = new Set(published.experiments.filter((each) => each.unit === "session" && !published.holdouts.length).map((each) => each.experiment));
      return found.map((each) => (each.reason === "forced" || open.has(each.experiment) ? each : { ...each, variant: "", probability: 0, reason: "ask", served: "" }));
    }

    /* Events: each returns the event's id, or "" when nothing may be sent */

    exposure(placement, more) { return this.event("exposure", placement, more); }
    click(placement, more) { return this.event("click", placement, more); }
    view(placement, more) { return this.event("view", placement, more); }
    start(placement, more) { return this.event("start", placement, more); }
    step(placement, step, more) { return this.event("step", placement, withStep(step, more)); }
    leave(placement, step, more) { return this.event("leave", placement, withStep(step, more)); }
    convert(placement, value, currency, more) { return this.event("convert", placement, { value, currency, ...more }); }
    dismiss(placement, more) { return this.event("dismiss", placement, more); }

    /** Keep an event and send it; `placement` may be null; `more` is any other field of an event. */
    event(type, placement, more) {
      const person = this.person;
      if (!person) return "";
      const { touchpoint, slot, content_id, product_id, decision_id, token } = placement || {};
      const event = { event_id: random(), type, occurred_at: new Date().toISOString(), person,
        session: this._own(this._session, "session"), touchpoint, slot, content_id, product_id, decision_id, token, ...more };
      const name = `event:${String(Date.now()).padStart(14, "0")}:${event.event_id}`;
      this._kept.set(name, JSON.stringify(event));
      this._queue.push(name);
      this.stats.given++;
      while (this._queue.length > this.capacity) this._drop(this._queue[0], { code: "queue_full", detail: "the oldest event was dropped" });
      this.onEvent(event, "waiting");
      this._schedule(SOON.has(type) ? this.linger : 0);
      return event.event_id;
    }

    /** Send what waits; resolves to whether everything was delivered. While the service asks for a pause: false. */
    flush() {
      if (!this._sending) this._sending = this._send().finally(() => { this._sending = null; });
      return this._sending;
    }

    /** How many events wait to be delivered. */
    get waiting() { return this._queue.length; }

    async _send() {
      let most = BATCH;
      while (this._queue.length) {
        if (Date.now() < this._notBefore || navigator.onLine === false) return this._schedule(this._notBefore - Date.now()), false;
        const names = this._next(most);
        if (!names.length) continue;
        try {
          const response = await this._post("/v1/events", { events: this._events(names) }, { signal: within(PATIENCE) });
          if (response.ok) this._taken(names, await response.json());
          else if (response.status === 413 && names.length > 1) most = Math.ceil(names.length / 2);
          else if (response.status === 429 || response.status >= 500) return this._pause(Number(response.headers.get("Retry-After")) || 0);
          else {
            const problem = await response.json().catch(() => ({ code: `http_${response.status}` }));
            names.forEach((name) => this._drop(name, problem));
          }
        } catch { return this._pause(0); }
      }
      return true;
    }

    _pause(seconds) {
      const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this._attempts++, 10));
      this._notBefore = Date.now() + Math.max(wait * (0.5 + Math.random() / 2), Math.min(seconds * 1000, LONGEST_WAIT));
      this.stats.retries++;
      this._schedule(this._notBefore - Date.now());
      return false;
    }

    _taken(names, answer) {
      this._attempts = this._notBefore = 0;
      names.forEach((name, place) => {
        const { status = "rejected", problem } = answer.results[place] || {};
        const event = this._events([name])[0];
        if (!event) return; // its receipt came twice: the page was nearly left
        this._remove(name);
        if (status in this.stats) this.stats[status]++;
        this.onEvent(event, status);
        if (status === "rejected") this.onProblem(problem, event);
      });
    }

    _drop(name, problem) {
      const event = this._events([name])[0];
      this._remove(name);
      this.stats.dropped++;
      if (event) this.onEvent(event, "dropped");
      this.onProblem(problem, event);
    }

    _remove(name) {
      this._kept.remove(name);
      this._queue = this._queue.filter((each) => each !== name);
    }

    /** The next names of the queue; what another tab has delivered meanwhile is gone, and nobody misses it. */
    _next(most) {
      this._queue = this._queue.filter((name) => this._kept.get(name));
      return this._queue.slice(0, most);
    }

    _events(names) { return names.map((name) => this._kept.get(name)).filter(Boolean).map((text) => JSON.parse(text)); }

    /** The page goes: what fits is sent so that it outlives the page; all of it stays kept until it is acknowledged. */
    _leave() {
      let size = 0;
      const names = this._next(BATCH).filter((name) => (size += (this._kept.get(name) || "").length * 1.1 + 2) < LEAVE_BYTES);
      if (!names.length || navigator.onLine === false) return;
      this._post("/v1/events", { events: this._events(names) }, { keepalive: true })
        .then(async (response) => { if (response.ok) this._taken(names, await response.json()); })
        .catch(noop);
    }

    _schedule(wait) {
      const at = Date.now() + Math.max(wait, 0);
      if (this._timer && this._timerAt <= at) return;
      clearTimeout(this._timer);
      this._timerAt = at;
      this._timer = setTimeout(() => { this._timer = 0; this.flush(); }, Math.max(wait, 0));
    }

    _post(path, body, more) {
      const headers = { "Content-Type": "application/json" };
      if (this.key) headers.Authorization = `Bearer ${this.key}`;
      return fetch(this.url + path, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", cache: "no-store", ...more });
    }

    _answer(document_, fallback) {
      const slates = {};
      for (const entry of document_.touchpoints) {
        const { touchpoint } = entry;
        slates[touchpoint] = { ...entry, placements: entry.placements.map((each) => ({ ...each, touchpoint, decision_id: document_.decision_id })) };
      }
      return { ...document_, fallback, slates };
    }

    /* What is seen */

    _saw(entry) {
      const seen = this._watched.get(entry.target);
      if (!seen) return;
      seen.share = entry.isIntersecting ? share(entry) : 0;
      this._visible[seen.share > 0 ? "add" : "delete"](entry.target);
      this._time(entry.target, seen);
    }

    _turned() {
      this._visible.forEach((element) => this._time(element, this._watched.get(element)));
      if (document.visibilityState === "hidden") this._leave();
    }

    _time(element, seen) {
      const good = seen.share >= SHARE && document.visibilityState === "visible";
      if (good && !seen.timer) seen.timer = setTimeout(() => this._expose(element, seen), LONG_ENOUGH);
      if (!good && seen.timer) seen.timer = void clearTimeout(seen.timer);
    }

    _expose(element, seen) {
      const { placement } = seen;
      seen.timer = 0;
      if (!element.isConnected) return;
      if (covered(element)) {
        seen.timer = setTimeout(() => this._expose(element, seen), LONG_ENOUGH);
        return;
      }
      const name = [placement.decision_id, placement.touchpoint, placement.slot, placement.content_id].join(" ");
      this._observer.unobserve(element);
      this._visible.delete(element);
      if (this._exposed.has(name)) return;
      if (this.exposure(placement)) this._exposed.add(name);
    }

    _own(kept, name) {
      if (!kept.get(name)) kept.set(name, random());
      return kept.get(name);
    }

    _forget() {
      this._queue.forEach((name) => this._kept.remove(name));
      this._queue = [];
      this._kept.remove("anonymous");
      this._session.remove("session");
    }
  }

  function withStep(step, more) {
    return step === undefined ? more : { ...more, properties: { ...(more && more.properties), step } };
  }

  root.Slotwise = { init: (options) => new Client(options), Client, assign };
})(globalThis);
