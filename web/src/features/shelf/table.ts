// The shelf in numbers: a row for every number of examples of every set.

import { reply, SHELF } from "../../core/gallery/shelf";
import { percentDigits } from "../../core/text/numbers";
import { figure, type Table } from "../../core/text/table";
import type { Words } from "../../words";

export function table({ shelf: t, glasses }: Pick<Words, "shelf" | "glasses">): Table {
  const rows = SHELF.rows.flatMap((row) =>
    row.glasses.map((glass, k) => [
      t.sets[row.set] ?? row.set,
      figure(k, String(k)),
      ...glass.parts.map((p) => figure(100 * p, percentDigits(p))),
      reply(SHELF.answers, glass).text.trim() || t.space,
    ]),
  );
  const answers = SHELF.answers.map((answer) => answer.trim());
  const columns = [t.kind, glasses.count, ...answers, glasses.nextWord];
  return { caption: glasses.tableCaption, columns, rows };
}
