// protocol.py once more, for Node.js: JSON lines in, JSON lines out.
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { measure } from "./reading.mjs";

/** Answer until the lines end. */
export async function serve(versions, openReader) {
  const answer = (fields) => process.stdout.write(JSON.stringify(fields) + "\n");
  answer({ versions });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      const task = JSON.parse(line);
      const { logits, seconds } = await measure(await openReader(task), task);
      writeFileSync(task.to, logits);
      answer({ seconds });
    } catch (error) {
      console.error(error);
      answer({ error: String(error).slice(0, 2000) });
    }
  }
}
