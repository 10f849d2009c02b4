// The words of the parts that several views share: figures and a token's card.

import { count } from "../core/text/numbers";

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

  figure: {
    showTable: "Show as table",
    showFigure: "Show as figure",
    tools: "table, save",
    saveAs: (format: string) => `Save as ${format}`,
    formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
    failed: "The picture could not be made. The table can still be saved.",
  },

  card: {
    title: "What else could have stood here",
    close: "Close",
    drawn: "drawn",
    likeliest: "likeliest",
    everythingElse: "everything else",
    elseTokens: (n: number) => (n === 1 ? "(1 token)" : `(${count(n)} tokens)`),
    more: (n: number) => `Show ${n} more`,
    from: (token: string) => `Continue from “${token}” instead`,
    hint: "Select another token to continue from it.",
    noModel: "To continue from another token, a model must be ready.",
    block: {
      part: "part of a letter",
      special: "not a text",
      unfinished: "The text before ends amid a letter or a stop text, so nothing else can follow.",
    },
  },
};
