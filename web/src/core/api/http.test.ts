import { expect, test } from "vitest";
import { folderOf, located } from "./http";

test("the page's folder is the one that its scripts' folder lies in", () => {
  expect(folderOf("http://lab.example/assets/index-abc.js")).toBe("/");
  expect(folderOf("https://lab.example/shot/assets/index-abc.js")).toBe("/shot/");
  expect(folderOf("https://lab.example/assets/assets/worker.js")).toBe("/assets/");
});

test("while developing, the page is at the root", () => {
  expect(folderOf("http://localhost:5173/src/core/api/http.ts")).toBe("/");
  expect(located("/api/v1/models")).toBe("/api/v1/models");
});
