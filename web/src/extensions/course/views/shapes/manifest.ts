// The published shapes, parameters counted.
import type { Manifest } from "../../../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Shapes", zh: "形状" },
  partOf: "lessons",
};
