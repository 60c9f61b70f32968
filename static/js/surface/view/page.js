/** Page answers: type, usable and why, "no body", and the project's own questions; a letter or digit answers. */
import { resolve } from "../model/keys.js";
import { setPage } from "../model/operations.js";
import { h, modal, placeNear } from "./dom.js";

export class PageCommands {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** `o`: opens the questions. Each answer is kept at once; Escape closes. */
  open() {
    if (this.desk.locked) return this.desk.refuse("The page answers can't be changed now.");
    const dialog = h("dialog.menu", {
      "aria-label": "Page answers",
      tabIndex: -1,
      on: { keydown: (event) => this.#key(event, dialog) },
    });
    this.#fill(dialog);
    this.shut = modal(dialog, () => {
      this.desk.setMode("line");
      this.desk.focus();
    });
    placeNear(dialog, this.desk.scroll.getBoundingClientRect(), -200);
    this.desk.setMode("answers");
    return true;
  }

  /** What can be answered: a title, the value now, the choices as [value, name, command id], and what to set. */
  questions() {
    const { page } = this.desk.labels;
    const { types = [], questions = [] } = this.desk.scheme.page ?? {};
    const list = [
      {
        name: "Type of page",
        now: page.page_type,
        choices: types.map((type) => [type, type, `answer.type.${type}`]),
        set: (value) => ({ page_type: value }),
      },
      {
        name: "Usable",
        now: page.usable,
        choices: [
          [true, "usable", "answer.usable"],
          [false, "not usable", "answer.unusable"],
        ],
        set: (value) => ({ usable: value }),
      },
    ];
    if (this.desk.asks("lines"))
      list.push({
        name: "Body",
        now: page.no_body || null,
        choices: [[true, "this page has no body", "answer.no-body"]],
        set: (value) => ({ no_body: Boolean(value) }),
      });
    for (const { id, name, options } of questions)
      list.push({
        name,
        now: page.answers[id] ?? null,
        choices: options.map((option) => [option, option, this.#command(id, option)]),
        set: (value) => ({ answers: { [id]: value } }),
      });
    return list;
  }

  #command(question, option) {
    return this.desk.commands.find(({ value }) => value?.question === question && value.option === option)?.id;
  }

  #fill(dialog) {
    this.acts = new Map();
    const group = (question) =>
      h(
        "div",
        { role: "radiogroup", "aria-label": question.name },
        h("h3", {}, question.name),
        question.choices.map(([value, name, id]) => {
          const on = question.now === value;
          const act = () => {
            this.desk.change([setPage(question.set(on ? null : value))], {
              said: `${question.name}: ${on ? "not answered" : name}`,
            });
            this.#fill(dialog);
          };
          this.acts.set(id, act);
          const key = this.desk.commands.find((command) => command.id === id)?.keys[0];
          return h(
            "button.pick",
            { role: "radio", "aria-checked": String(on), on: { click: act } },
            key ? h("kbd", {}, key) : "",
            name,
          );
        }),
      );
    const reason = h("input.input", {
      value: this.desk.labels.page.reason ?? "",
      placeholder: "Why is it not usable?",
      "aria-label": "Reason",
      on: { change: () => this.desk.change([setPage({ reason: reason.value.trim() || null })]) },
    });
    dialog.replaceChildren(
      ...this.questions().map(group),
      this.desk.labels.page.usable === false ? reason : "",
      h("p.hint", {}, "A key answers, again takes it back. Esc closes."),
      h("button.button.small", { on: { click: () => this.shut() } }, "Close"),
    );
  }

  #key(event, dialog) {
    if (event.target.matches("input")) return;
    const found = resolve(event, "answers", { commands: this.desk.commands, selection: false });
    const act = found && (this.acts.get(found.command.id) ?? this.others?.[found.command.id]);
    if (!act || found.command.id === "leave") return;
    event.preventDefault();
    act();
    if (dialog.open && !this.acts.has(found.command.id)) this.#fill(dialog);
    dialog.focus();
  }
}
