// A model imported under an id of one's own goes by its name and that id.

import { expect, test } from "vitest";
import { called } from "./called";

test.each([
  { id: "smollm2-135m", name: "SmolLM2-135M-Instruct" },
  { id: "house-gpt2", name: "House GPT-2, taught by episodes" },
  { id: "house-bert", name: "House BERT" },
  { id: "house-templates", name: "House GPT-2, many formats" }, // which ships
])("a name that says the id stands alone: $name", (model) => {
  expect(called(model, [model])).toBe(model.name);
});

test.each([
  { id: "myhf", name: "nano" },
  { id: "a", name: "nano" }, // a letter of the name is no word of it
  { id: "templates", name: "House GPT-2, many formats" },
  { id: "nano-2", name: "nano" },
])("an id that the name does not say stands beside it: $id", (model) => {
  expect(called(model, [model])).toBe(`${model.name} (${model.id})`);
});

test("models of one name are told apart by their ids", () => {
  const models = [
    { id: "nano", name: "nano" },
    { id: "nano-q8", name: "nano" },
  ];
  expect(models.map((model) => called(model, models))).toEqual(["nano (nano)", "nano (nano-q8)"]);
});
