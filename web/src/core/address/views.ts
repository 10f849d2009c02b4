// The views of the page. Each is a folder of `features`, or of the `views` of an extension, with a
// manifest, `View.svelte`, and perhaps `Bar.svelte`, which stands over every view, or `Spoken.svelte`,
// which is heard in every view once this one was opened. They are found, not named: to add a view is
// to add a folder.

export interface Manifest {
  /** As links name it, and the document's title but where it has another one. */
  title: Text;
  documentTitle?: Text;
  /** Among the links of the header, from the left; without one it is reached from other views. */
  place?: number;
  /** The view whose link in the header is marked while this one is open. */
  partOf?: string;
  /** It may fill the page: for a presenter, or within another site's page. */
  standsAlone?: boolean;
  /** It may show the prompt of Compare. */
  showsPrompt?: boolean;
  /** Its bar stands over every view while the browser keeps something under this key. */
  barWhile?: string;
  /** Nobody comes back to it: a later visit does not begin here. */
  passing?: true;
  /** What it shows has a name. */
  shows?: Named;
  /** A link to it beside the figure of the home page, with a state of its own. */
  door?: { query: string; text: Text };
  /** A link to it in place of what the server refuses with a problem of this type. */
  entrance?: { problem: string; text: Text };
}

type Text = Record<"en" | "zh", string>;

/** Under `key` of the view's address. Those of the page have pages for links elsewhere,
 * `o/en/tokens.html`; others are listed in a folder of one's own, as `list`. */
export interface Named {
  key: string;
  list: "lessons";
}

/** The name of a view's folder, and what its addresses begin with. */
export type View = string;

const FILES = import.meta.glob<Manifest>(
  ["../../features/*/manifest.ts", "../../extensions/*/views/*/manifest.ts"],
  { eager: true, import: "manifest" },
);

export const VIEWS: ReadonlyMap<View, Manifest> = new Map(
  Object.entries(FILES).map(([path, manifest]) => [path.split("/").at(-2) ?? "", manifest]),
);

/** Those of the header, in order. */
export const MAIN_VIEWS: readonly View[] = [...VIEWS]
  .filter(([, { place }]) => place !== undefined)
  .sort(([, first], [, second]) => (first.place ?? 0) - (second.place ?? 0))
  .map(([view]) => view);

/** What views lend of a kind, with the view that does: `lent("door")`. */
export function lent<K extends keyof Manifest>(kind: K): [View, NonNullable<Manifest[K]>][] {
  return [...VIEWS].flatMap(([view, { [kind]: loan }]) => (loan == null ? [] : [[view, loan]]));
}

/** Throws Error for a view that is not there. */
export function manifestOf(view: View): Manifest {
  const manifest = VIEWS.get(view);
  if (manifest === undefined) throw new Error(`There is no view ${view}.`);
  return manifest;
}

export function titleOf(view: View, language: "en" | "zh"): string {
  return manifestOf(view).title[language];
}
