// Imports run one way, for every folder of `src`: a layer imports itself and those before it.

import { basename, dirname, relative, resolve } from "node:path";

/** The layers from the bottom up; the words of every folder are one layer, wherever they stand. */
const LAYERS = [
  ["gallery", "recordings"], // data
  ["core"],
  ["runtime"],
  ["words"],
  ["state"],
  ["ui"],
  ["features"],
  ["extensions"],
  ["app", "figure", "main.ts"],
];

/** The views that may import another view beside them, and which. */
export const ALLOWED = {
  forward: ["lessons", "note"], // its place among the lessons, and the slip that it corrects
  shapes: ["lessons", "note"],
  note: ["lessons"], // which lesson corrects what
  measure: ["compare"], // undo of the task
  models: ["train"], // the run that a model comes from
};

export const MOST = 12; // arrows between views
const WORDS = /(^|\/)words\.[a-z]+(\.ts)?$/;

/** `path` is relative to `src`. */
function layerOf(path) {
  const name = WORDS.test(path) ? "words" : path.split("/")[0];
  return LAYERS.findIndex((names) => names.includes(name));
}

/** The view or the lesson that a path belongs to, as `features/decode`; null for other paths. */
function roomOf(path) {
  return /^(features|extensions\/\w+\/(views|lessons))\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}

/** The arrow between two views or two lessons that an import draws, as `["forward", "note"]`; null
 * for none. What stands above may import any view. */
export function arrowOf(from, to) {
  const [importing, imported] = [roomOf(from), roomOf(to)];
  if (importing === null || imported === null || importing === imported) return null;
  if (to.endsWith(".json") || (WORDS.test(from) && WORDS.test(to))) return null; // data and words
  const isBeside = dirname(importing) === dirname(imported);
  return importing.startsWith("extensions") && !isBeside
    ? null
    : [importing, imported].map((room) => basename(room));
}

/** Where nothing but the extension itself names an extension, each can be taken away. */
export function foreignOf(from, to) {
  const [own, other] = [from, to].map((path) => /^extensions\/\w+\//.exec(path)?.[0]);
  return other === undefined || own === other
    ? null
    : `${from} must not import ${to}: only ${other} may, and others find it by a glob.`;
}

/** What is wrong with an import, both paths relative to `src`; null where nothing is. */
export function faultOf(from, to) {
  const foreign = foreignOf(from, to);
  if (foreign !== null) return foreign;
  if (layerOf(from) < layerOf(to)) {
    const order = LAYERS.map((names) => names.join(", ")).join(" <- ");
    return `${from} must not import ${to}. Imports run one way: ${order}.`;
  }
  const [view, other] = arrowOf(from, to) ?? [];
  if (view === undefined || ALLOWED[view]?.includes(other)) return null;
  return `${view} must not import ${other}: put what both need into state or ui, or allow it in lint/imports.js (at most ${MOST} arrows).`;
}

/** The rule for ESLint. Types that words name are free: words say what something is, and bring nothing
 * along. Tests may import what they like, but no extension. */
export const oneWay = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const src = resolve(context.cwd, "src");
    const from = relative(src, context.filename);
    const check = ({ source, importKind }) => {
      if (typeof source?.value !== "string" || !source.value.startsWith(".")) return;
      if (importKind === "type" && WORDS.test(from)) return;
      const to = relative(src, resolve(dirname(context.filename), source.value));
      const message = /\.test\.[jt]s$/.test(from) ? foreignOf(from, to) : faultOf(from, to);
      if (message !== null) context.report({ node: source, message });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
