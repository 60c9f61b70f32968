import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

export function check({ cases }) {
  const failures = new Failures();
  for (const one of cases) checkText(one, failures);
  return failures.list;
}

function checkText(one, failures) {
  const text = new PageText(one.text);
  const numbers = one.lines.map((_, i) => i + 1);
  failures.same(`${one.name}, length`, text.length, one.length);
  failures.same(`${one.name}, lines`, numbers.map((n) => [text.lineStart(n), text.lineEnd(n)]), one.lines);
  failures.same(`${one.name}, line count`, text.lineCount, one.lines.length);
  failures.same(`${one.name}, blank lines`, numbers.filter((n) => text.isBlank(n)), one.blank);
  failures.same(`${one.name}, indices`, one.utf16.map((_, offset) => text.toUtf16(offset)), one.utf16);
  failures.same(`${one.name}, offsets`, one.utf16.map((index) => text.toCodePoint(index)), one.utf16.map((_, i) => i));
  failures.same(`${one.name}, line of offset`, one.line_at.map((_, offset) => text.lineAt(offset)), one.line_at);
  failures.same(`${one.name}, text of lines`, numbers.map((n) => text.lineText(n)).join("\n"), one.text);
  for (const { span, trimmed, slice } of one.spans) {
    failures.same(`${one.name}, trim ${span}`, text.trim(...span), trimmed);
    failures.same(`${one.name}, slice ${span}`, text.slice(...span), slice);
  }
  for (const n of numbers) {
    for (let column = 0; column <= text.lineText(n).length; column++) {
      const low = /[\udc00-\udfff]/.test(text.lineText(n)[column] ?? "");
      const back = text.offsetToColumn(n, text.columnToOffset(n, column));
      failures.same(`${one.name}, line ${n}, column ${column}`, back, low ? column - 1 : column);
    }
  }
}
