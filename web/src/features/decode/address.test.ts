import { describe, expect, it } from "vitest";
import { BEAM } from "../../core/decoding/settings";
import { DEFAULTS, read, write } from "../../core/address/decode";

const PENALISED = {
  min_p: 0.05,
  repetition_penalty: 1.2,
  presence_penalty: -0.5,
  frequency_penalty: 2,
};

describe("Decode's state in the address", () => {
  it("comes back as it was", () => {
    const state = {
      text: "hot -> cold\nfast ->",
      tokens: { of: "smollm2-135m", ids: [1, 49151, 0] },
      taken: [" slow", "\n", "&=?#"],
      settings: { temperature: 1.25, top_k: 40, top_p: 0.95, ...PENALISED, seed: 2 ** 53 - 1 },
      constraint: { kind: "regex" as const, source: "a|b?&=", prefix: "a" },
      sample: 7,
      beam: {
        width: 16,
        max_tokens: 64,
        n: 2,
        alpha: 0,
        normalisation: "gnmt" as const,
        early_stopping: true,
      },
    };
    expect(read(new URLSearchParams(write(state).toString()))).toEqual(state);
  });

  it("leaves out what is as it is anyway", () => {
    const state = {
      ...{ text: "a", taken: [], settings: DEFAULTS, constraint: null, sample: 0, beam: BEAM },
    };
    expect(write(state).toString()).toBe("text=a");
    expect(read(new URLSearchParams("text=a"))).toEqual(state);
  });

  it.each([
    "form=xml",
    "ids=1.2",
    "ids_of=m",
    "ids_of=&ids=1",
    "ids_of=m&ids=",
    "ids_of=m&ids=1..2",
    "ids_of=m&ids=-1",
    "temperature=9",
    "top_k=1.5",
    "top_p=0",
    "min_p=2",
    "repetition_penalty=0",
    "seed=-1",
    "sample=8",
    "take=",
    "top_p=x",
    "beam_width=17",
    "beam_width=2",
    "beam_tokens=0",
    "beam_n=1.5",
    "beam_alpha=-1",
    "beam_norm=none",
    "beam_stop=late",
  ])("refuses %s", (query) => {
    expect(() => read(new URLSearchParams(query))).toThrow(Error);
  });
});
