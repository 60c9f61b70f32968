import { enclosing, findQuotations, outer } from "../../../static/js/surface/model/quotations.js";
import { PageText } from "../../../static/js/surface/model/text.js";
import { Failures } from "./expect.js";

export function check({ languages, cases }) {
  const failures = new Failures();
  for (const { name, language, text: string, quotations } of cases) {
    const text = new PageText(string);
    const data = languages[language];
    failures.same(name, findQuotations(text, { first: 1, last: text.lineCount }, data), quotations);
    for (const { spans, parent } of quotations) {
      const [start, end] = spans[0];
      const around = enclosing(text, data, start, end);
      failures.same(`${name}, around ${start}`, around?.spans, spans);
      const parentSpans = parent === null ? undefined : quotations[parent].spans;
      failures.same(`${name}, outside ${start}`, around && outer(text, data, around)?.spans, parentSpans);
    }
  }
  return failures.list;
}
