// One prompt, as a text or a conversation, continued, filled or answered.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Prompt", zh: "提示" },
  place: 2,
  showsPrompt: true,
};
