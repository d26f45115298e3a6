// Line icons, one path each, on a field of 24 by 24.
const PATHS = {
  plan: "M7 3h7l4 4v12a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9 12h6v5H9zM12 12v5",
  data_pack: "M13 2 5 14h6l-1 8 8-12h-6z",
  broadband: "M2.5 9.5a14 14 0 0 1 19 0M5.7 13a9.3 9.3 0 0 1 12.6 0M8.9 16.3a4.6 4.6 0 0 1 6.2 0M12 20h.01",
  tv_video: "M3 6h18v12H3zM8 21h8M10.5 9.5v5l4-2.5z",
  roaming: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z",
  handset: "M8 2h8a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zM11 18.5h2",
  insurance: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
  cloud: "M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1-.5 8.5z",
  music: "M9 18V5l11-2v12M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM20 15a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  games: "M7 8h10a5 5 0 0 1 4.5 7c-.8 2.7-3 3-4.5 1l-1-1H8l-1 1c-1.5 2-3.7 1.7-4.5-1A5 5 0 0 1 7 8zM7.5 10.5v3M6 12h3M15.5 11h.01M17.5 13h.01",
  family: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 20a5.5 5.5 0 0 1 11 0M16.5 12a2.5 2.5 0 1 0 0-5M16 15a4.5 4.5 0 0 1 5.5 4.5",
  smart_home: "M3 11 12 4l9 7M5.5 9.5V20h13V9.5M10 20v-5h4v5",
  loyalty: "M4 11h16v9H4zM3 7.5h18V11H3zM12 7.5V20M12 7.5C10 7.5 7.5 7 7.5 5S10.5 3 12 7.5C13.5 3 16.5 3 16.5 5S14 7.5 12 7.5z",
  home: "M3 11 12 4l9 7M5.5 9.5V20h13V9.5",
  plans: "M4 5h16v5H4zM4 14h16v5H4z",
  shop: "M5 8h14l-1 12H6zM9 8V6a3 3 0 0 1 6 0v2",
  bill: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  back: "M15 5l-7 7 7 7",
  done: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.5l2.7 2.7L16 9.5",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
};

export function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("class", "icon");
  made.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name] ?? PATHS.plan);
  made.append(path);
  return made;
}
