// What happens in the model on the way to the next word.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Inside", zh: "内部" },
  place: 3,
  showsPrompt: true,
};
