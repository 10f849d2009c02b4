// The words of the lesson.

export const words = {
  text: [
    "The note ends with five questions. Research has not closed any of them, and nothing here does. To each a small experiment was put; what judges it was written before it ran.",
    "Such an experiment can show that an explanation is at work in a small model. It cannot show what happens in one a thousand times larger: that is what makes the questions open. So each stands above with what was tried and with what remains unknown.",
  ],
  corrections: [],
  opposite:
    "An experiment at this size whose outcome settles one of the five for models of every size.",
  try: "Watch a model learn from examples in its prompt",
  figure: {
    caption: "The note’s open questions, what was tried here and what is not known",
    columns: { question: "Question", tried: "Tried here", unknown: "Not known" },
    waiting: "Stated; no result yet.",
    questions: [
      {
        lessons: ["scaling", "predicted"],
        question: "Why is scaling so smooth?",
        tried: "Small GPT-2s of several sizes: does a power law say what a larger one will lose?",
        unknown: "Why it is a power law, and where one fitted to small models ends.",
      },
      {
        lessons: ["bayes", "descent", "meta"],
        question: "What is in-context learning: learning, or matching patterns?",
        tried:
          "Small transformers beside Bayes’ rule, beside steps of gradient descent, and with one layer against two.",
        unknown:
          "Which of them a large language model does: a small one, trained on one kind of task, need not do the same.",
      },
      {
        lessons: ["ceiling"],
        question: "When text runs out, does scaling go on? With synthetic text?",
        tried: "The same text up to 16 times; four generations of models on their own samples.",
        unknown: "What samples are worth that were filtered, checked or written by a better model.",
      },
      {
        lessons: ["lookup"],
        question: "Is there something more efficient than one token at a time?",
        tried: "Drafts copied from the context, checked in one run, over five kinds of text.",
        unknown:
          "Whether models that write many tokens at once, as diffusion does, become as good.",
      },
      {
        lessons: ["emergence"],
        question: "Can it be predicted at which scale an ability appears?",
        tried: "The same checkpoints by exact match and by log-probability.",
        unknown:
          "When an ability will come: a curve that is smooth afterwards is not yet a forecast.",
      },
    ],
  },
};
