/** All commands by their headings with the keys of this very keyboard; and the place where a person changes them. */
import { COMMANDS } from "../model/commands.js";
import { DIGIT_MODES, keyOf } from "../model/keys.js";
import { obstacle } from "../model/remap.js";
import { h, modal } from "./dom.js";

const HINTS = 6;

/** @param {import("./desk.js").Desk} desk */
export function help(desk) {
  new Help(desk).open();
}

class Help {
  constructor(desk) {
    Object.assign(this, { desk, changing: false, id: null });
    this.said = h("p", { role: "alert" });
    this.bar = h("div.row");
    this.list = h("div.help");
  }

  open() {
    const { desk } = this;
    const dialog = h(
      "dialog",
      { "aria-label": "Keys and what they do", on: { click: (event) => event.target === dialog && shut() } },
      h("div.row", {}, h("h2", {}, "Keys and what they do"), button("Close", () => shut())),
      h(
        "p.hint",
        {},
        "Keys count while the text has the focus. Select words with the mouse, or with v. Alt while dragging keeps the exact characters.",
      ),
      this.bar,
      this.said,
      this.list,
    );
    dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#draw();
    const shut = modal(dialog, () => desk.focus());
    this.shut = shut;
  }

  #draw() {
    const { desk, changing } = this;
    const { letters = true } = desk.own ?? {};
    const singles = h("input", {
      type: "checkbox",
      checked: letters,
      on: { change: () => this.#keep({ letters: singles.checked, keys: desk.own?.keys ?? {} }) },
    });
    const change = button(changing ? "Done changing" : "Change keys", () => {
      Object.assign(this, { changing: !changing, id: null });
      this.#draw();
    });
    const tools = changing
      ? [h("label", {}, singles, " Single letters and signs are keys"), button("Back to the defaults", () => this.#keep({ letters: true, keys: {} }))]
      : [desk.keyboard.command("tour") && button("Show me around", () => (this.shut(), desk.keyboard.run("tour")))];
    this.bar.replaceChildren(change, ...tools.filter(Boolean));
    const groups = Map.groupBy(desk.commands, (command) => command.group);
    this.list.replaceChildren(
      ...[...groups].map(([name, commands]) => h("section", {}, h("h3", {}, name), h("dl", {}, commands.map((one) => this.#row(one))))),
    );
    this.list.querySelector("[data-now]")?.focus();
  }

  #row(command) {
    const { id, modes, title } = command;
    const hint = id.startsWith("hint.");
    const caps = this.desk.keyboard.caps.of(command.keys).slice(0, hint ? HINTS : 2);
    const keys = caps.length ? caps.map((key) => [h("kbd", {}, key), " "]) : h("span.dim", {}, "no key");
    const about = [title, !modes.includes("line") && h("span.dim", {}, ` (${modes.join(", ")})`)];
    if (!this.changing) return [h("dt", {}, keys), h("dd", {}, about)];
    if (id !== this.id) {
      const pick = () => {
        this.id = id;
        this.#say("");
        this.#draw();
      };
      return [h("dt", {}, h("button.button.small", { "aria-label": `Change ${title}`, on: { click: pick } }, keys)), h("dd", {}, about)];
    }
    const set = (own) => this.#keep({ letters: true, ...this.desk.own, keys: own });
    const { [id]: _, ...others } = this.desk.own?.keys ?? {};
    return [
      h("dt", {}, !hint && h("button.button.small", { data: { now: id } }, "press a key")),
      h("dd", {}, about, " ", button("Off", () => set({ ...others, [id]: [] })), button("Default", () => set(others))),
    ];
  }

  /** The next key is the new one; Tab goes on to the buttons, Escape leaves the key as it was. */
  #key(event) {
    const { desk, id } = this;
    if (!id || !event.target.dataset?.now || event.key === "Tab") return;
    const { modes } = desk.keyboard.command(id);
    const key = keyOf(event, modes.find((mode) => DIGIT_MODES.includes(mode)) ?? modes[0], desk.keyboard.foreign);
    if (!key) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.id = null;
    if (key === "Escape") return this.#draw();
    const all = [...COMMANDS.filter((one) => !desk.keyboard.command(one.id)), ...desk.table];
    const why = obstacle(all, desk.own, id, key);
    if (why) this.id = id;
    else this.#keep({ letters: true, ...desk.own, keys: { ...desk.own?.keys, [id]: [key] } });
    this.#say(why);
    this.#draw();
  }

  async #keep(own) {
    this.id = null;
    try {
      await this.desk.sync.server.keys(own);
      this.desk.keyboard.setKeys(own);
      this.#say("Kept for you. Other tabs follow when they are loaded again.");
    } catch (error) {
      this.#say(`The keys couldn't be kept. ${error.message}`);
    }
    this.#draw();
  }

  #say(sentence) {
    this.said.textContent = sentence;
  }
}

function button(words, work) {
  return h("button.button.small", { on: { click: work } }, words);
}
