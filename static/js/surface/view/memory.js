/** What this browser remembers for a person, beside the outbox: numbers and names of commands, never words of a page. */

/** @param {string} name  @param {*} otherwise  where nothing is remembered, or nothing can be */
export function remembered(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    return; // a browser that keeps nothing teaches again the next time
  }
}
