// The words around the lecture note.

export const note = {
  note: {
    documentTitle: "GPT: a lecture note · Shotglass",
    title: "“GPT: a lecture note”",
    about:
      "The lessons follow this note, a lecturer’s overview from GPT-1 to GPT-4, in English with figures labelled in Chinese. Its words stand here unchanged. Where the page found a slip, the words are marked, and the right ones stand below with the way to the lesson.",
    lost: "Its displayed formulas were lost on the way here: where a line ends in a colon and nothing follows, one stood. Those inside a line stand in TeX. The lessons give the formulas that they need.",
    contents: "Sections of the note",
    correction: "Rather:",
    slip: { claim: "The note says", right: "Rather", source: "Source" },
    see: (name: string) => `See “${name}”`,
    name: "“GPT: a lecture note”",
    introduced: "They follow the topics of a text that is called “the note” here:",
    stop: ".",
    read: "read it there",
  },
};
