// The views of the page. Each is a folder of `features` with a manifest, `View.svelte`, and perhaps
// `Bar.svelte`, which stands over every view, or `Spoken.svelte`, which is heard in every view once
// this one was opened. They are found, not named: to add a view is to add a folder.

export interface Manifest {
  /** As links name it, and the document's title but where it has another one. */
  title: Record<"en" | "zh", string>;
  documentTitle?: Record<"en" | "zh", string>;
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
}

/** The name of a view's folder, and what its addresses begin with. */
export type View = string;

const FILES = import.meta.glob<Manifest>("../../features/*/manifest.ts", {
  eager: true,
  import: "manifest",
});

export const VIEWS: ReadonlyMap<View, Manifest> = new Map(
  Object.entries(FILES).map(([path, manifest]) => [path.split("/").at(-2) ?? "", manifest]),
);

/** Those of the header, in order. */
export const MAIN_VIEWS: readonly View[] = [...VIEWS]
  .filter(([, { place }]) => place !== undefined)
  .sort(([, first], [, second]) => (first.place ?? 0) - (second.place ?? 0))
  .map(([view]) => view);

/** Throws Error for a view that is not there. */
export function manifestOf(view: View): Manifest {
  const manifest = VIEWS.get(view);
  if (manifest === undefined) throw new Error(`There is no view ${view}.`);
  return manifest;
}

export function titleOf(view: View, language: "en" | "zh"): string {
  return manifestOf(view).title[language];
}
