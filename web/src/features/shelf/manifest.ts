// The page that a newcomer sees first.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Home", zh: "首页" },
  documentTitle: {
    en: "Shotglass: same model, same question, four answers",
    zh: "Shotglass：同一个模型，同一个问题，四个回答",
  },
};
