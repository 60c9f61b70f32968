/** Page answers: type, usable and why, "no body", and the project's own questions; a letter or digit answers. */
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

  /** Answers a question by the command of a choice; the same again takes it back. */
  answer(id) {
    const question = this.questions().find(({ choices }) => choices.some(([, , command]) => command === id));
    const [value, name] = question.choices.find(([, , command]) => command === id);
    const on = question.now === value;
    return this.desk.change([setPage(question.set(on ? null : value))], {
      said: `${question.name}: ${on ? "not answered" : name}`,
    });
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
    const group = (question) =>
      h(
        "div",
        { role: "radiogroup", "aria-label": question.name },
        h("h3", {}, question.name),
        question.choices.map(([value, name, id]) => {
          const act = () => {
            this.desk.keyboard.run(id);
            this.#fill(dialog);
          };
          const key = this.desk.keyboard.cap(id);
          return h(
            "button.pick",
            { role: "radio", "aria-checked": String(question.now === value), on: { click: act } },
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
    const found = this.desk.keyboard.find(event, "answers");
    if (!found || found.command.id === "leave" || !this.desk.keyboard.run(found.command.id)) return;
    event.preventDefault();
    if (dialog.open) this.#fill(dialog);
    dialog.focus();
  }
}
