// Which run the question that is chosen is answered by.

import { searching } from "../causes/searching.svelte";
import { measuring } from "./measuring.svelte";

export function shownRun(): typeof measuring | typeof searching {
  return searching.name === null ? measuring : searching;
}
