// The page of an extension that somebody else wrote: #v1/extension?name=dice.
import type { Manifest } from "../../core/address/views";

export const manifest: Manifest = { title: { en: "Extension", zh: "扩展" } };
