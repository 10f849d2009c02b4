// The words of Decode.

export const decode = {
  decode: {
    documentTitle: "Decode · Shotglass",
    title: "How one token is chosen from the whole distribution",
    about:
      "Temperature, top-k and top-p cut the model’s next-token distribution down, step by step; then one random number picks a token.",
  },
};
