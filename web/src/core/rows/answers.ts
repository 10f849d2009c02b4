// Whether an answer begins with a space: decided by the template, here and nowhere else. The twin of
// backend/shotglass/rows/answers.py.

import { parseTemplate } from "../prompting/template";

// White space as `\s` has it, opening brackets and quotes, and what is not followed by a space: CJK
// radicals to ideographs with kana and punctuation, compatibility and fullwidth forms, ideographs
// beyond the first plane.
const CLOSED =
  /[\s([{<"'“‘«‹„‚\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]$/u;

/**
 * What an answer begins with in `template`: one space, unless the text right before {output} is
 * empty or ends in white space, an opening bracket or quote, or a CJK character. Throws PromptError
 * for a template that breaks a rule.
 */
export function answerSpace(template: string): "" | " " {
  const { reasons, bridge, delimiter } = parseTemplate(template);
  return spaceAfter(reasons ? delimiter : bridge);
}

/** The same for what follows any text. */
export function spaceAfter(before: string): "" | " " {
  return before === "" || CLOSED.test(before) ? "" : " ";
}
