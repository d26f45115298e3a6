// Elements without markup in strings: what comes from a catalogue is text, and nothing else.
export function element(name, classes = "", ...children) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (name === "button") made.type = "button";
  made.append(...children.filter((each) => each !== null && each !== undefined && each !== ""));
  return made;
}

export function on(made, action) {
  made.addEventListener("click", action);
  return made;
}
