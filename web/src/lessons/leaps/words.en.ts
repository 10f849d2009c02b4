// The words of the lesson.

export const words = {
  text: [
    "Each GPT was larger than the last and read more. What a person notices is what one no longer had to bring. GPT-1 had to be trained again for each task. GPT-2 only had to be given a text that the answer continues. GPT-3 took the task from a few examples. InstructGPT took it from a request. Choose one of them and see what it asked of people, what it showed, and what to be careful about.",
    "The last word of a passage, below, is a task that two of them took. GPT-3 does better than GPT-2 with nothing added, a little worse with one example than with none, and best with several: one example does not yet tell that a single word is asked for. The lesson “Zero, one, few” draws the same turn on this page’s model.",
  ],
  corrections: [],
  opposite:
    "A GPT-2 or GPT-3 that reached its paper’s figures only after training on each task, or an InstructGPT whose answers people liked no better than GPT-3’s.",
  try: "Ask for French with no example, then add some",
  figure: {
    caption: "What a task asks of a person, by model",
    model: "Model",
    needs: {
      training: "labelled examples and training for each task",
      shots: "examples in the prompt",
      text: "a text that the answer continues",
      request: "a request in plain words",
    },
    some: (need: string) => `${need} for some tasks`,
    list: (needs: string[]) => [...needs].reverse().join("; "),
    levels: { yes: "yes", some: "for some tasks", no: "no" },
    parts: { size: "Size", read: "Read", showed: "Showed", careful: "Careful" },
    about: {
      "GPT-1": {
        size: "117 million parameters, as published",
        read: "BooksCorpus: more than 7\u202f000 unpublished books",
        showed: "the best result so far on 9 of 12 tasks, each after training for that task",
        careful: "its new layer and its weights were trained on each task’s own labels",
      },
      "GPT-2": {
        size: "1.5 billion parameters",
        read: "WebText: 8 million pages, 40 GB, linked from Reddit with at least 3 karma",
        showed:
          "the best result so far on 7 of 8 language-modelling tests, without training on them",
        careful:
          "its “zero-shot” prompts for translation and question answering held example pairs; its summaries were hardly better than three sentences taken at random",
      },
      "GPT-3": {
        size: "175 billion parameters",
        read: "300 billion tokens of five sources, some read several times",
        showed: "TriviaQA: 64.3 % with no example, 68.0 % with one, 71.2 % with 64",
        careful:
          "some test texts stood on the web pages that it read; the paper looks for them in its section 4",
      },
      InstructGPT: {
        size: "1.3 to 175 billion parameters",
        read: "GPT-3’s text, then answers that people wrote and comparisons that they made",
        showed: "people preferred the answers of its 1.3 billion to those of GPT-3’s 175 billion",
        careful: "preferred by 40 hired people and on such prompts: not the same as true",
      },
      "GPT-4": {
        size: "not disclosed",
        read: "not disclosed",
        showed: "text and pictures in; the bar exam “around the top 10 % of test takers”",
        careful:
          "against those who took the exam in July it was below the 69th percentile, and about the 48th in essays (Martínez 2024)",
      },
    } as Record<string, Record<"size" | "read" | "showed" | "careful", string>>,
    lambada: {
      caption: "The last word of a passage (LAMBADA), as the papers report",
      y: "Right, in percent",
      shots: { none: "no example", single: "one example", few: "several examples" },
      columns: ["Model", "Right"],
    },
  },
};
