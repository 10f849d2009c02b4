// How the next word is chosen from the model's distribution.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Decode", zh: "解码" },
  documentTitle: { en: "Next word · Shotglass", zh: "下一个词 · Shotglass" },
  partOf: "inside",
  showsPrompt: true,
};
