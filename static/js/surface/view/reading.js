/** Drops the listbox so that a screen reader can browse the text. @param {import("./desk.js").Desk} desk */
export function reading(desk) {
  const on = desk.surface.classList.toggle("reading");
  desk.surface.setAttribute("role", on ? "document" : "listbox");
  for (const line of desk.surface.querySelectorAll(".line")) line.setAttribute("role", on ? "paragraph" : "option");
  document.querySelector('[data-command="reading"]').setAttribute("aria-pressed", String(on));
}
