// What a table of names holds. Names of others, such as those of sets of examples, answers, columns and
// series, may be those of what every object has: `constructor`, `toString`, `__proto__`.

/** What stands under `name`; undefined where the table has nothing of its own there. */
export function lookup<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
