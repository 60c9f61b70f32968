// Gathers what went wrong as sentences, so that one run shows all failures.

export class Failures {
  list = [];

  /** Compare by JSON with sorted keys; undefined and null are the same. */
  same(place, actual, expected) {
    const [a, b] = [plain(actual), plain(expected)];
    if (a !== b) this.list.push(`${place}: ${a} should be ${b}`);
  }

  true(place, condition) {
    if (!condition) this.list.push(place);
  }
}

const plain = (value) => JSON.stringify(sorted(value ?? null));

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
