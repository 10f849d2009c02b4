// The words of Lessons.

export const lessons = {
  lessons: {
    documentTitle: "Lessons · Shotglass",
    title: "What a GPT is, one idea at a time",
    about:
      "Each lesson is short, its figure runs on real numbers, and its link opens an instrument where you can go on.",
    pages: "Lessons and their numbers",
    correction: { claim: "The note says", right: "Rather", source: "Source" },
  },
};
