// What a lesson shows of its result, by its figures as they are mounted: drawn from their tables.

import { createRawSnippet } from "svelte";
import { render } from "svelte/server";
import { expect, it, vi } from "vitest";
import type { Table } from "../../../../core/text/table";
import { WORDS } from "../../words";
import { IDS, openLesson, type Opened } from "./lessons";
import StockFigure from "./StockFigure.svelte";

const tables = vi.hoisted((): Table[] => {
  vi.stubGlobal("location", new URL("http://localhost/"));
  vi.stubGlobal("localStorage", { getItem: () => null });
  vi.stubGlobal("document", { documentElement: { dataset: {} } });
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
  return [];
});

// Without a recording and a server there is no answer, which the mounted figure says in words.
vi.mock("./figure/Answered.svelte", () => ({
  default: (_: unknown, { promise }: { promise: Promise<unknown> }) =>
    void promise.catch(() => undefined),
}));

vi.mock("../../../../ui/Figure.svelte", () => ({
  default: (_: unknown, { table }: { table: Table }) => void tables.push(table),
}));

/** The tables of a lesson's figures; a body is rendered when it is asked for. */
function tablesOf({ words, stock, Figure, result }: Opened): Table[] {
  const none = createRawSnippet(() => ({ render: () => "<i></i>" }));
  if (Figure !== null)
    void render(Figure, { props: { t: words.figure, result, stock: none } }).body;
  if (result === null) return tables.splice(0);
  for (const of of stock) void render(StockFigure, { props: { of, result, t: words.stock } }).body;
  return tables.splice(0);
}

/** Value and interval of each row that is written in percent. */
function sharesOf({ columns, rows }: Table): number[][] {
  const { value, low, high } = WORDS.en.lessons.experiment;
  const places = [value, low, high].map((name) => columns.indexOf(name));
  const cells = rows.map((row) => places.map((place) => row[place]));
  return cells
    .map((row) => row.filter((cell) => typeof cell === "object" && cell.text.endsWith("%")))
    .map((row) => row.map((cell) => Number((cell as { value: number }).value)));
}

it("every lesson's intervals of shares end within 0 and 100 %, drawn and listed", async () => {
  const listed: number[] = [];
  for (const id of IDS)
    for (const table of tablesOf(await openLesson(id, "en"))) {
      const shares = sharesOf(table);
      if (shares.some(([value = 0]) => value < 0)) continue; // differences of shares
      const beyond = shares.filter((share) => share.some((end) => end < 0 || end > 1));
      expect(beyond, `${id}: ${table.caption}`).toEqual([]);
      listed.push(...shares.flat());
    }
  expect(listed.length).toBeGreaterThan(500);
}, 30_000); // ms: every lesson is compiled, which takes 4 s where nothing else runs
