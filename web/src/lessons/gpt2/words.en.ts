// The words of the lesson.

interface PromptLine {
  part: "example" | "question" | "hint" | "text";
  text: string;
}

interface PromptOf {
  task: string;
  section: string;
  lines: PromptLine[];
  verdict: string;
}

const prompts: PromptOf[] = [
  {
    task: "Translation",
    section: "section 3.7",
    lines: [
      { part: "example", text: "english sentence = french sentence" },
      { part: "example", text: "english sentence = french sentence" },
      { part: "example", text: "…" },
      { part: "question", text: "english sentence =" },
    ],
    verdict: "Few-shot, before the name.",
  },
  {
    task: "Question answering",
    section: "section 3.8",
    lines: [
      { part: "example", text: "a question, its short answer" },
      { part: "example", text: "a question, its short answer" },
      { part: "example", text: "…" },
      { part: "question", text: "the question" },
    ],
    verdict: "Few-shot, before the name.",
  },
  {
    task: "Summary",
    section: "section 3.6",
    lines: [
      { part: "text", text: "the article" },
      { part: "hint", text: "TL;DR:" },
    ],
    verdict: "Zero-shot.",
  },
  {
    task: "Reading comprehension",
    section: "section 3.5",
    lines: [
      { part: "text", text: "the document" },
      { part: "text", text: "the conversation so far" },
      { part: "hint", text: "A:" },
    ],
    verdict: "No example was added; the questions and answers so far are the task’s own.",
  },
];

export const words = {
  text: [
    "GPT-2 was not fine-tuned, and its paper calls the results zero-shot. But look at the prompts. For translation the context held example pairs, english sentence = french sentence, and then the sentence to translate with its equals sign. For question answering it began with pairs of questions and answers, so that the model would infer the short style. Today this is called few-shot.",
    "The other tests added no example: language modelling, the cloze test on children’s books, LAMBADA, Winograd, reading comprehension, and the summary after TL;DR:.",
    "Learning from examples in the context was there a year before GPT-3 named it.",
  ],
  corrections: [
    {
      claim:
        "“A sufficiently large language model can perform downstream tasks without any fine-tuning (zero-shot)”; translation as “translate English to French: [English text] = [French text]”.",
      right:
        "Without fine-tuning, yes; without examples, yes but for translation and question answering. The prompt that was measured for translation held example pairs. Section 2 of the paper does name the form “(translate to french, english text, french text)”, of training examples; “translate English to French:” as a prefix that works is T5’s, 2020.",
      source: "Radford et al. 2019, section 2 and sections 3.1 to 3.8; Raffel et al. 2020.",
    },
  ],
  opposite:
    "Prompts for translation and question answering that held no pair. Sections 3.7 and 3.8 of the paper say that they held some.",
  try: "Translate with and without example pairs",
  figure: {
    caption: "GPT-2’s prompts, part by part",
    task: "Task",
    part: "Part",
    content: "Content",
    parts: { example: "Example", question: "Question", hint: "Hint", text: "Text" },
    prompts,
    own: "This page’s model, asked for French in GPT-2’s format",
    pairs: (k: number) => (k === 0 ? "no pair" : `${k} pairs`),
    nothing: "(nothing but blanks)",
  },
};
