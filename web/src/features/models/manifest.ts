// The models of this server, what they are, and what can be taken along.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Models", zh: "模型" },
};
