// The words of the parts that several views share: figures and a token's card.

import { card } from "./card/words.en";

export const figure = {
  showTable: "Show as table",
  showFigure: "Show as figure",
  tools: "table, save",
  saveAs: (format: string) => `Save as ${format}`,
  formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
  failed: "The picture could not be made. The table can still be saved.",
};

export const parts = {
  running: {
    run: "Run",
    stop: "Stop",
    shortcut: "Ctrl + Enter",
    shortcutMac: "⌘ + Enter",
    stopShortcut: "Esc",
  },

  trailing: {
    says: "The text ends in a space.",
    why: "In this model’s vocabulary most words begin with their space, so after a space the model has to continue with rarer tokens.",
    mend: "Remove it",
  },

  figure,

  card,
};
