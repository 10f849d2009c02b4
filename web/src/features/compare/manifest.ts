// One question with no example, one and several, side by side.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Compare", zh: "对比" },
  place: 1,
  standsAlone: true,
};
