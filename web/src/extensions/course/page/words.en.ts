// The words of a lesson's page by itself: those that lessons and their figures have.

import { glasses } from "../../../features/compare/glasses/words.en";
import { decode } from "../../../features/decode/words.en";
import { train } from "../../../features/train/words.en";
import sameWord from "../../../gallery/same-word/words.en.json";
import { glossary } from "../../../ui/glossary/words.en";
import { precision } from "../../../ui/model/words.en";
import { parts } from "../../../ui/words.en";
import { common, recorded } from "../../../words/common.en";

export const en = {
  ...common,
  ...glasses,
  ...decode,
  ...train,
  ...glossary,
  ...precision,
  ...parts,
  ...recorded,
  gallery: { "same-word": sameWord },
  server: {
    ...common.server,
    site: "This page has no server: what stands here is recorded, or computed in your browser. Everything else is in a Shotglass of your own: make demo, in a checkout of its source.",
  },
  page: {
    saved: (time: string, version: string) =>
      `Saved from Shotglass${version === "unknown" ? "" : ` ${version}`}, ${time}.`,
    elsewhere: "This opens in a Shotglass of your own: make demo, in a checkout of its source.",
  },
};
