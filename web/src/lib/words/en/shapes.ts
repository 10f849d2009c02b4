// The words of Shapes.

export const shapes = {
  shapes: {
    documentTitle: "Shapes · Shotglass",
    title: "How large they are, counted exactly",
    about:
      "Every count follows from the shape by arithmetic; the published figure stands beside it.",
  },
};
