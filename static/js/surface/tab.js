/** The name under which a tab is known to the server. A tab that comes after one that is gone goes on under its name,
 * so that the two are not strangers whose changes collide. */

/**
 * Takes the name of a tab that left work behind and is gone, else the tab's own; holds it while the tab lives.
 * @param {string} prefix  of the locks, the same in all tabs of one task
 * @param {string} own
 * @param {string[]} left  names in the queue, the latest last
 * @returns {Promise<string>}
 */
export async function tabName(prefix, own, left) {
  if (!navigator.locks) return own;
  for (const name of new Set([...left].reverse())) if (await hold(`${prefix} ${name}`)) return name;
  await hold(`${prefix} ${own}`);
  return own;
}

/** Takes a lock for as long as the tab lives; false when another tab has it. */
function hold(name) {
  return new Promise((resolve) => {
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}
