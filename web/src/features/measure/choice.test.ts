// Rows of one's own are measured as they are brought.

import "../../testing";
import { afterEach, expect, it } from "vitest";
import type { ModelSummary } from "../../core/api/api";
import { blankPrompt } from "../../core/prompting/editing";
import { openingEntry } from "../../core/gallery/gallery";
import { draft } from "../../state/draft.svelte";
import { server } from "../../state/server.svelte";
import { chosen } from "./choice.svelte";

const ROWS = ["bus late", "late again", "rude", "kind", "no ticket", "lost ticket"].map(
  (input, at) => ({ input, expected: ["delay", "driver", "ticket"][Math.floor(at / 2)] ?? "" }),
);

afterEach(() => {
  chosen.own = null;
  draft.open(openingEntry());
});

it("needs no question in Compare for rows of one's own", () => {
  server.model = { id: "m", task: "causal-lm", precisions: [] } as unknown as ModelSummary;
  draft.take(blankPrompt());
  expect(draft.fault?.pointer).toBe("/prompt/query");
  chosen.own = ROWS;
  expect(chosen.fault).toBeNull();
  expect(chosen.plan?.items).toHaveLength(6);
  draft.prompt = { ...draft.prompt, template: "{input} without an answer" };
  expect(chosen.fault?.pointer).toBe("/prompt/template");
});
