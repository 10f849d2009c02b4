// The words of A forward pass by hand.

export const forward = {
  forward: {
    documentTitle: "A forward pass by hand · Shotglass",
    title: "One attention head, computed by hand",
    about:
      "Four tokens, four numbers each: scores, scale, mask, softmax, weighted sum. Every number can be changed.",
  },
};
