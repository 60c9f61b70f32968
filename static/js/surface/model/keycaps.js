// What stands on the keys of a person's keyboard: as the browser tells it where it does, else learned from what is typed.
import { isForeign, PUNCTUATION } from "./keys.js";

const TYPICAL = ["BracketLeft", "BracketRight", "Semicolon", "Quote", "Comma", "Period", "Slash", "Equal"];

export class Keycaps {
  constructor() {
    Object.assign(this, { plain: new Map(), shifted: new Map(), told: false });
  }

  /** Takes in a layout. @param {Iterable<[string, string]>} layout  physical key -> what it types without Shift */
  know(layout) {
    Object.assign(this, { plain: new Map(layout), told: true });
  }

  /** Learns from a key press. @param {KeyboardEvent} event */
  learn({ key, code, shiftKey, ctrlKey, altKey, metaKey }) {
    if (!code || key.length > 2 || ctrlKey || altKey || metaKey) return;
    if (shiftKey) this.shifted.set(code, key);
    else if (!this.told) this.plain.set(code, key);
  }

  /** A command's keys as they are printed, those that this keyboard has for certain first. @param {string[]} keys */
  of(keys) {
    const certain = (key) => (this.#typed(key) ? 0 : 1);
    return [...keys].sort((a, b) => certain(a) - certain(b)).map((key) => this.#printed(key));
  }

  #typed(key) {
    const sign = key.replace(/^.*\+(?=.)/su, "");
    if (sign.length > 1 || /[\p{L}\p{N}]/u.test(sign)) return true;
    if ([this.plain, this.shifted].some((known) => [...known.values()].includes(sign))) return true;
    const code = codeOf(sign);
    if (isForeign(this.plain.get(code) ?? "")) return PUNCTUATION[code][0] === sign;
    return TYPICAL.every((one) => (this.plain.get(one) ?? PUNCTUATION[one][0]) === PUNCTUATION[one][0]);
  }

  #printed(key) {
    const [, chord, sign] = /^(.*\+)?(.+)$/su.exec(key);
    const code = /^[a-z]$/i.test(sign) ? `Key${sign.toUpperCase()}` : codeOf(sign);
    const cap = this.plain.get(code) ?? "";
    if (!isForeign(cap)) return key;
    const shift = code.startsWith("Key") ? sign !== sign.toLowerCase() : PUNCTUATION[code][0] !== sign;
    const capital = cap.toUpperCase() === cap ? `⇧${cap}` : cap.toUpperCase();
    return `${chord ?? ""}${shift ? capital : cap}`;
  }
}

const codeOf = (sign) => Object.keys(PUNCTUATION).find((code) => PUNCTUATION[code].includes(sign));
