// The words of every figure; those of a view come with its drawings.

import { changed, fault, shown, weights } from "../app/run/words.en";
import { figure } from "../ui/words.en";
import { chip, sentence } from "../ui/model/words.en";
import { list } from "../words/common.en";
import { titleOf } from "../core/address/views";

export const en = {
  openedRun: { changed, fault, shown, weights },
  figure,
  list,
  name: "Shotglass",
  precision: { chip, sentence },
  viewTitle: (view: string) => titleOf(view, "en"),
  figures: {
    lang: "en",
    opening: "Reading the run …",
    inline: "The run in this page",
    notFetched: (name: string) => `${name} could not be fetched.`,
    noRun: "There is no run here: neither an address nor one in this page.",
    lesson: "The state of a lesson is shown by Shotglass itself, and by no figure.",
    prompt: "Prompt",
    absent: (layer: number) => `The file holds no attention of layer ${layer}.`,
    recorded: "This is recorded: nothing is continued here.",
    shaded:
      "Shaded by its surprise to the model; select a token to see what else could have stood there.",
    at: (token: string) => `Recorded at ${token}.`,
  },
};

export type FigureWords = typeof en;
