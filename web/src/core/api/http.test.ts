import { expect, test } from "vitest";
import { type Body, call, folderOf, located } from "./http";

test("the page's folder is the one that its scripts' folder lies in", () => {
  expect(folderOf("http://lab.example/assets/index-abc.js")).toBe("/");
  expect(folderOf("https://lab.example/shot/assets/index-abc.js")).toBe("/shot/");
  expect(folderOf("https://lab.example/assets/assets/worker.js")).toBe("/assets/");
});

test("while developing, the page is at the root", () => {
  expect(folderOf("http://localhost:5173/src/core/api/http.ts")).toBe("/");
  expect(located("/api/v1/models")).toBe("/api/v1/models");
});

test("the server's document types a path, what is sent there and what it answers", () => {
  // @ts-expect-error: there is no such path
  expect(() => call("/api/v1/modles")).toBeTypeOf("function");
  // @ts-expect-error: a text was expected
  const body: Body<"/api/v1/tokenize"> = { model: "m", text: 1 };
  // @ts-expect-error: tokens are answered
  const texts = async () => (await (await call("/api/v1/tokenize", body)).json()).texts;
  expect(texts).toBeTypeOf("function");
});
