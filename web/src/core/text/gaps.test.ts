import { describe, expect, it } from "vitest";
import { gapsIn, leftOf } from "./gaps";

const TEXT = "The [MASK] of [MASK] is Paris.";

describe("gaps", () => {
  it("are counted", () => {
    expect([gapsIn(""), gapsIn("[MASK]"), gapsIn(TEXT)]).toEqual([0, 1, 2]);
  });
  it("leave the text before them without its last space, which is the token's", () => {
    expect(leftOf(TEXT, 0, [])).toBe("The");
    expect(leftOf("[MASK] of", 0, [])).toBe("");
    expect(leftOf("a  [MASK]", 0, [])).toBe("a ");
  });
  it("hold the tokens of gaps before them, each with its own space", () => {
    expect(leftOf(TEXT, 1, [" capital"])).toBe("The capital of");
    expect(leftOf("[MASK][MASK] x [MASK]", 2, ["Go", "od"])).toBe("Good x");
    expect(leftOf("un[MASK] [MASK]", 1, ["##der"])).toBe("un##der");
  });
});
