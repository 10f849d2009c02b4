import { expect, it } from "vitest";
import { Coming } from "./coming.svelte";

const signal = () => new AbortController().signal;

it("a request that was given up leaves what its successor has asked for", () => {
  const coming = new Coming();
  const [first, second] = [signal(), signal()];
  coming.begin(["a", "b"], first);
  coming.begin(["b", "c"], second);
  coming.end(["a", "b"], first);
  expect(["a", "b", "c"].map((key) => coming.has(key))).toEqual([false, true, true]);
  coming.end(["b", "c"], second);
  expect(coming.has("b")).toBe(false);
});
