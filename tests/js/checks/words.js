import { PageText } from "../../../static/js/surface/model/text.js";
import * as words from "../../../static/js/surface/model/words.js";
import { Failures } from "./expect.js";

const DO = {
  words: (text, { span }) => words.snapToWords(text, ...span),
  graphemes: (text, { span }) => words.snapToGraphemes(text, ...span),
  sentence: (text, { offset }, language) => words.sentenceSpan(text, language, offset),
};

export function check({ cases }, { languages }) {
  const failures = new Failures();
  for (const one of cases) {
    failures.same(one.name, DO[one.do](new PageText(one.text), one, languages[one.language]), one.expected);
  }
  return failures.list;
}
