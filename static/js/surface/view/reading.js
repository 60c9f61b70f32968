/** Drops the listbox, and all that only a listbox may say, so that a screen reader can browse the text. */
export function reading(desk) {
  const { surface, cursor, text } = desk;
  const on = (desk.reading = !desk.reading);
  surface.role = on ? "document" : "listbox";
  surface.ariaMultiSelectable = on ? null : "true";
  for (let n = 1; n <= text.lineCount; n += 1) {
    const line = desk.offsets.line(n);
    line.role = on ? "paragraph" : "option";
    if (text.isBlank(n)) line.ariaLabel = on ? null : "blank";
  }
  cursor.to(cursor.n);
  document.querySelector('[data-command="reading"]').ariaPressed = String(on);
}
