/** What an experiment states in English stands in its file alone. */
export const STATED = {
  question: "{question}",
  hypothesis: "{hypothesis}",
  rule: "{rule}",
  null: "{null}",
  counted: "{counted}",
};
