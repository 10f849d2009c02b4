import { expect, it } from "vitest";
import { decode } from "../../../../core/address/url";
import { render } from "../../../../core/prompting/render";
import { laneOf } from "../../views/lessons/galleryLane";
import { lessonPage } from "../../views/lessons/lessons";

it("opens the prompt of the experiment: eight worked examples, then the cafeteria's apples", async () => {
  const { prompt, lane } = laneOf("arithmetic", "word problems", 8);
  const { query } = decode((await lessonPage("cot", "en")).opens) ?? {};
  expect(query?.get("text")).toBe(render(prompt, { ...lane, reasoning: true }).text);
  expect([query?.get("temperature"), query?.get("n")]).toEqual(["0", "1"]);
});
