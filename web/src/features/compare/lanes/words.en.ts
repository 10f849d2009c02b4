// The words of the second model on Compare's axis.

export const second = {
  second: {
    add: "+ Second model",
    addHelp: "The same prompts asked of another model, on the same axis",
    title: "Second model on the axis",
    model: "Second model",
    choose: "Choose a model",
    remove: "Remove",
    ask: (name: string) => `Run ${name}`,
    asking: (name: string) => `${name} is being asked …`,
    again: "Try again",
    drawn: (first: string, name: string) =>
      `In each row ${first} stands above and ${name} below, as open hexagons. Both were asked the same text; each cuts it into its own tokens.`,
    onComputer: (name: string) => `${name} is computed on the computer that serves the page.`,
    recorded: (first: string, name: string) =>
      `${first} is shown as it was recorded, ${name} as it answers now.`,
    noServer:
      "A second model is never recorded: it is asked live, and the server is not there. Start it with “shotglass serve”, then reload this page.",
    noOther:
      "The server has no other model that continues text. Import one on Models, or with “shotglass import”.",
    same: (name: string) => `${name} is the model in use already. Choose another one.`,
    gone: (id: string) => `The model “${id}” is not on this server. Choose another one.`,
    label: (label: string, first: string, name: string) =>
      `${label}; ${first} above, ${name} below in each row`,
    of: (name: string, what: string) => `${name}: ${what}`,
    spoken: (name: string, sentences: string) => `${name}. ${sentences}`,
  },
};
