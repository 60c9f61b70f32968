// White space as Python's str.isspace() knows it, which differs from JavaScript's \s (U+FEFF is none, U+0085 is one).

/** The characters, for use inside a regular expression's brackets. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const ONE = new RegExp(`[${SPACE}]`);
const table = new Uint8Array(0x3001);
for (let code = 0; code < table.length; code++) table[code] = ONE.test(String.fromCharCode(code)) ? 1 : 0;

/**
 * Tell whether a UTF-16 code unit is white space; all white space lies in the BMP.
 * @param {number} unit
 */
export const isSpaceUnit = (unit) => table[unit] === 1;
