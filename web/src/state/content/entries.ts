// The tasks of the page and of the folder of one's own, by their ids; one of the folder also by the
// name of its own folder, where the page has none of that name.

import { entryOf as builtIn, type Entry } from "../../core/gallery/gallery";
import { content, OWN } from "./content.svelte";

export function entryOf(id: string | undefined): Entry | undefined {
  const own = (name: string) => content.folder?.tasks.find((task) => task.id === name);
  return id === undefined ? undefined : (builtIn(id) ?? own(id) ?? own(OWN + id));
}
