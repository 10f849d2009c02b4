import { expect, it } from "vitest";
import { SHELF } from "../../core/gallery/shelf";
import { setVerdict, taskVerdict, VERDICTS } from "../../core/gallery/verdicts";
import { shelf as en } from "./words.en";
import { shelf as zh } from "./words.zh";

it("says of the many questions how many they are, and how likely any of the answers is", () => {
  const forms = SHELF.rows.map(({ set, glasses }) => {
    const point = setVerdict(VERDICTS, SHELF.task, set)?.by_k.find(
      ({ k }) => k === glasses.length - 1,
    );
    return Math.round(100 * (point?.form[0] ?? NaN));
  });
  const [least, most] = [Math.min(...forms), Math.max(...forms)];
  const count = String(taskVerdict(VERDICTS, SHELF.task)?.n);
  for (const { shelf } of [en, zh]) {
    for (const text of [shelf.many, shelf.manyHelp]) expect(text).toContain(count);
    expect(shelf.many).toContain(`${least}–${most}`);
  }
  expect(en.shelf.manyHelp).toContain(`${least} to ${most}`);
  expect(zh.shelf.manyHelp).toContain(`${least} 到 ${most}`);
});
