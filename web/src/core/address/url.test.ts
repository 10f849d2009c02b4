import { describe, expect, it } from "vitest";
import { read, write, type CompareState } from "./compare";
import { promptFor, GALLERY } from "../gallery/gallery";
import { DEFAULTS } from "../decoding/settings";
import { decode, encode, withValue } from "./url";
import { VIEWS } from "./views";

describe("the address", () => {
  const [entry] = GALLERY;
  if (!entry) throw new Error("The gallery is empty.");

  function opened(fragment: string): CompareState {
    return read(decode(fragment)?.query ?? new URLSearchParams());
  }

  it("holds a whole state and gives it back", () => {
    const state: CompareState = {
      task: "same-word",
      set: "comparative",
      k: 3,
      oneShot: 2,
      prompt: promptFor(entry, "big", "comparative"),
      settings: { ...DEFAULTS, temperature: 0, seed: 9 },
      reasoning: { n: 3, max_tokens: 64 },
      pinned: true,
      truths: { comparative: { old: " older" } },
    };
    expect(opened(encode({ view: "compare", query: write(state) }) ?? "")).toEqual(state);
  });
  it("is short for a task of the gallery", () => {
    const query = write({ task: "same-word", set: "opposite", ask: "fast", k: 4 });
    expect(encode({ view: "compare", query })).toBe(
      "#v1/compare?task=same-word&set=opposite&ask=fast&k=4",
    );
  });
  it("is nothing where there is nothing", () => {
    expect(decode("")).toBeNull();
    expect(decode("#")).toBeNull();
    expect(decode("#v1/")).toBeNull();
  });
  it.each([...VIEWS.keys()])("names the view %s without a state", (view) => {
    expect(decode(`#v1/${view}`)?.view).toBe(view);
  });
  it.each([
    ["another version", "#v9/compare?k=1"],
    ["a view that is not there", "#v1/kitchen"],
    ["a number out of range", "#v1/compare?k=400"],
    ["a setting out of range", "#v1/compare?temperature=-1"],
    ["nine reasonings", "#v1/compare?reason=9"],
    ["a reasoning of no length", "#v1/compare?reason=2&reason_tokens=0"],
    ["an empty setting", "#v1/compare?seed="],
    ["a prompt that is none", "#v1/compare?prompt=%7B%7D"],
    ["a prompt that is no JSON", "#v1/compare?prompt=%7B"],
    ["rows of nobody", "#v1/compare?rows=x"],
    ["true answers that are no texts", "#v1/compare?truth=%7B%22a%22%3A%7B%22b%22%3A3%7D%7D"],
    ["more than 8 KB", `#v1/compare?prompt=${"x".repeat(9000)}`],
  ])("refuses %s", (_, fragment) => {
    expect(() => opened(fragment)).toThrow();
  });
  it("is not made longer than 8 KB", () => {
    const prompt = { ...entry.prompt, instruction: "x".repeat(9000) };
    expect(encode({ view: "compare", query: write({ prompt }) })).toBeNull();
  });
});

describe("the query before the fragment", () => {
  it.each([
    ["", "model", "toy", "?model=toy"],
    ["?lang=zh&model=toy", "model", "other", "?lang=zh&model=other"],
    ["?lang=zh&model=toy", "model", null, "?lang=zh"],
    ["?model=toy", "model", null, ""],
  ])("of %s with %s = %s is %s", (before, name, value, after) => {
    expect(withValue(before, name, value)).toBe(after);
  });
});
