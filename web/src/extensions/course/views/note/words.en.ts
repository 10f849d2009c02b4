// The words around the lecture note.

export const note = {
  note: {
    title: "“GPT: a lecture note”",
    about:
      "A lecturer wrote this overview from GPT-1 to GPT-4 for a course, not the makers of this page: it came as a text, without a name, in English with figures labelled in Chinese. The lessons follow its topics. Its words are unchanged; only lists, tables and formulas are set here.",
    corrected:
      "Checked against the papers and against models that run here, some of its sentences did not hold. They are marked and not mended, as such sentences stand in many overviews: what is right stands below each, with the way to the lesson that shows it.",
    lost: "Its displayed formulas were lost on the way here. Those beside a dotted line were put back by this page, as the papers have them.",
    matrix: "A matrix stood here. “A forward pass by hand” has it, and computes with it.",
    table: (columns: string) => `Table: ${columns}`,
    contents: "Sections of the note",
    correction: "Better:",
    slip: { claim: "The note says", right: "Better", source: "Source" },
    see: (name: string) => `See “${name}”`,
    name: "“GPT: a lecture note”",
    introduced: "They follow the topics of a text that is called “the note” here:",
    stop: ".",
    read: "read it there",
  },
};
