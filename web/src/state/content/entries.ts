// The tasks of the page and of the folder of one's own, by their ids.

import { entryOf as builtIn, type Entry } from "../../core/gallery/gallery";
import { content } from "./content.svelte";

export function entryOf(id: string | undefined): Entry | undefined {
  return builtIn(id) ?? content.folder?.tasks.find((task) => task.id === id);
}
