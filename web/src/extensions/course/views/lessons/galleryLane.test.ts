import { expect, it } from "vitest";
import { textOf } from "./galleryLane";

it("takes the lessons' examples from the gallery", () => {
  expect(textOf("same-word", "opposite", 2)).toBe("hot -> cold\ntall -> short\nfast ->");
  expect(textOf("same-word", "opposite", 0)).toBe("fast ->");
  expect(() => textOf("no-such-task", "opposite", 2)).toThrow("no-such-task");
});
