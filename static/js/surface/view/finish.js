/** Finishing a page: flush, check, list what is missing with a way to each place, then on to the next page. */
import { setStatus } from "../model/operations.js";
import { h } from "./dom.js";

export class FinishCommands {
  /** @param {import("./desk.js").Desk} desk  @param {import("./notice.js").Notice} notice */
  constructor(desk, notice) {
    Object.assign(this, { desk, notice });
    this.warned = false;
    this.busy = false;
    desk.on("change", () => (this.warned = false));
  }

  /** `Ctrl+Enter`: done and on to the next page. Errors block; warnings ask once. */
  async finish() {
    const { desk, notice } = this;
    if (desk.readOnly) return desk.refuse("This labelling is open for reading only.");
    if (desk.done) return this.onward();
    if (this.busy) return false;
    this.busy = true;
    try {
      if (!(await desk.sync.flush()))
        return notice.show("Not everything has reached the server yet. The page can be finished when it has.");
      const { errors, warnings } = await desk.sync.server.check();
      if (errors.length || (warnings.length && !this.warned)) return this.#list(errors, warnings);
      return await this.#done();
    } catch (error) {
      return notice.show(`The page couldn't be checked: ${error.message}`);
    } finally {
      this.busy = false;
    }
  }

  async #done() {
    const { desk, notice } = this;
    if (!desk.change([setStatus("done")], { said: "Page done" })) return false;
    if (!(await desk.sync.flush())) return notice.show("The page will be done as soon as the server answers.");
    if (!desk.sync.decisions.length) this.onward();
    return true;
  }

  #list(errors, warnings) {
    this.warned = !errors.length;
    const place = (problem) =>
      h("li", {}, h("button.button.small", { on: { click: () => this.#show(problem) } }, "Show"), " ", problem.message);
    const title = errors.length
      ? `${errors.length} ${errors.length === 1 ? "thing is" : "things are"} missing before this page is done.`
      : "Nothing is missing, but look at this once. Finish again to go on.";
    this.notice.show(
      title,
      h("ul", {}, [...errors, ...warnings].map(place)),
      !errors.length && h("button.button.primary.small", { on: { click: () => this.finish() } }, "Finish anyway"),
    );
    this.desk.say(title);
    return false;
  }

  #show({ start, end, quote }) {
    const { desk } = this;
    if (quote && desk.labels.quotes.has(quote)) desk.setQuote(quote);
    if (typeof start === "number") desk.goto(start, end ?? start);
    desk.focus();
  }

  /** Opens the page again for changes. */
  reopen() {
    const { desk } = this;
    if (desk.readOnly || !desk.done) return false;
    return desk.change([setStatus("in_progress")], { said: "Reopened" });
  }

  /** `Alt+Left`: the page before this one. */
  back() {
    if (!this.desk.task.previous) return this.desk.refuse("There is no page before this one.");
    return this.leaveFor(this.desk.task.previous);
  }

  /** On to the page that the queue gives next, or to what is to be seen before it. */
  onward() {
    return this.leaveFor(this.desk.task.next);
  }

  leaveFor(url) {
    location.assign(url);
    return true;
  }
}
