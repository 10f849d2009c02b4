// A task on many questions, and what its answers depend on.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Measure", zh: "测量" },
  place: 4,
};
