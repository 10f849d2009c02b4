// A forward pass whose every number stands on the page.
import type { Manifest } from "../../../../core/address/views";

export const manifest: Manifest = {
  title: { en: "A forward pass by hand", zh: "手算前向传播" },
  partOf: "lessons",
};
