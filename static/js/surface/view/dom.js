/** Builds elements. Data reaches the page as text nodes and attributes only, never as markup. */

/**
 * @param {string} tag  "p" or "p.card.small"
 * @param {Object} [props]  `on`: handlers, `data`: data attributes, the rest: properties where they exist, else attributes
 * @param {...(Node|string|number|null|false|undefined|Array)} children
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  if (name === "button") element.type = "button";
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key in element && !key.startsWith("aria")) element[key] = value;
    else element.setAttribute(key, String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/**
 * Shows a dialog above everything; `closed` runs at once when it goes, not with the later event, so that the next key
 * already means what it should. @returns {() => void} closes it
 */
export function modal(dialog, closed) {
  const over = new AbortController();
  const shut = () => {
    if (over.signal.aborted) return;
    over.abort();
    dialog.close();
    dialog.remove();
    closed();
  };
  dialog.addEventListener("close", shut);
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    shut();
  });
  document.body.append(dialog);
  if (dialog.classList.contains("menu")) alone(dialog, over.signal);
  else dialog.showModal();
  return shut;
}

/** Shows a small dialog to which focus and pointer keep. To make all else inert, as showModal does, costs 20 ms on a long page. */
function alone(dialog, signal) {
  dialog.ariaModal = "true";
  dialog.show();
  for (const type of ["pointerdown", "mousedown", "click", "dblclick", "contextmenu"])
    document.addEventListener(type, (event) => {
      if (dialog.contains(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, { capture: true, signal });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("input, select, textarea, button, summary, [tabindex]")].filter((one) => one.tabIndex >= 0);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
    event.preventDefault();
    stops.at(event.shiftKey ? -1 : 0)?.focus();
  });
}

/** Puts an element into the window near a rectangle, never outside of it. */
export function placeNear(element, rect, gap = 8) {
  const { width, height } = element.getBoundingClientRect();
  const below = rect.bottom + gap + height < innerHeight;
  const top = below ? rect.bottom + gap : rect.top - gap - height;
  element.style.left = `${Math.max(8, Math.min(rect.left, innerWidth - width - 8))}px`;
  element.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
}

/** Writes words where they differ from what is there, which alone makes the browser work. */
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Sets a property where it differs from what is there. */
export function set(element, name, value) {
  if (element[name] !== value) element[name] = value;
}

/** Reads how far a box has to be scrolled for an element that is cut off to stand in its middle; gives what scrolls it. */
export function reveal(element, box) {
  const inner = element.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  const hidden = inner.top < outer.top || inner.bottom > outer.bottom;
  const middle = (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
  const by = hidden ? Math.min(middle, inner.top - outer.top - 8) : 0;
  return () => by && (box.scrollTop += by);
}

/** Gives an element these children; those that stay are not moved, so that nothing is laid out without need. */
export function patch(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => parent.children[at] !== node && parent.insertBefore(node, parent.children[at] ?? null));
}

/** Shortens a string for a label, by code points. */
export function short(string, length = 140) {
  const points = [...string];
  return points.length > length ? `${points.slice(0, length - 1).join("")}…` : string;
}
