// TypeScript for src/core/api/api.gen.ts (`make api`), from what api.py gives it: the schemas of
// /openapi.json as types of the same names, and constants as they are.

import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";

const HEAD =
  "// Made from /openapi.json by `make api`, not kept in git; change the server's types instead.\n";
const OPTIONS = {
  alphabetize: true,
  defaultNonNullable: false, // a field with a default may be left out of what is sent
  emptyObjectsUnknown: true,
  exportType: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
};

const { document, constants } = JSON.parse(await text(process.stdin), withoutTitles);
const types = astToString(await openapiTS(document, OPTIONS));
const values = Object.entries(constants).map(
  ([name, value]) => `export const ${name} = ${JSON.stringify(value, null, 2)} as const;\n`,
);
process.stdout.write([HEAD, types, ...values].join("\n"));

/** Titles repeat the names of fields, and defaults would be comments. Fields of these names stay: they are objects. */
function withoutTitles(key, value) {
  const names = key === "title" || key === "default";
  return names && (typeof value !== "object" || Array.isArray(value) || value === null)
    ? undefined
    : value;
}
