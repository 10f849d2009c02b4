// What the model says at the bar, as it was recorded: what the page opens with comes with its script, all
// other sequences are fetched. A build without recordings has no bar.

import type { Bar, Mixes } from "../gallery/bar";
import { dataFiles } from "./dataFiles";

const FILES = import.meta.glob<Bar>("../../recordings/bar.json", {
  eager: true,
  import: "default",
});

export const BAR: Bar | null = Object.values(FILES)[0] ?? null;

/** What the model says to every sequence; rejects where the file cannot be fetched. */
export async function mixes(): Promise<Mixes> {
  const { ADDRESSES } = await import("./addresses");
  const file = BAR?.file ?? "";
  dataFiles.add(file);
  const response = await fetch(ADDRESSES[`../../recordings/${file}`] ?? "");
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return (await response.json()) as Mixes;
}
