// The rules by which what ships was judged, in full. Fetched when a record is first shown.

export const rules = {
  verdict:
    "The first examples of the task, with none, 1, 2, 4 and 8 of them, over the same questions, fixed before measuring. Right: the expected answer is likelier than every other one. Form: the probability of all answers together. Task learned: with the most examples all of form’s interval lies above 10\u202f%, and more questions turned right than wrong (exact paired test, p < 0.05), ending above a guess. Form learned: form rose by more than 10 points, and the choice did not improve. No verdict: all else, a better choice among answers that it hardly ever gives included.",
  evidence:
    "What is asked was fixed before it was read. Questions and sets of examples are both random, and Holm’s correction runs over everything that was judged of the model: the interval of what is judged is at the level that this asks for. Yes: p below 0.05 after the correction. No: the whole interval is smaller than 10 points. Too few: it is not.",
};
