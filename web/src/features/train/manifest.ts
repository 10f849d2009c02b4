// A small model of one's own, trained while one watches.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Train", zh: "训练" },
  place: 5,
};
