// What an extension says of its page, in the facts that its part of a server tells (docs/extending.md).

export interface ExtensionPage {
  /** Under which the server knows the extension. */
  name: string;
  title: Record<"en" | "zh", string>;
  /** Of this server, the address of a module that draws the page. */
  script: string;
}

/** What the module at `script` exports. */
export interface PageModule {
  /** Draws into an empty element; what it returns is called before the element goes. */
  mount(element: HTMLElement, page: { language: "en" | "zh"; facts: unknown }): unknown;
}

/** Of the extensions that have one. What does not fit is left out, since others wrote it. */
export function pagesOf(extensions: Readonly<Record<string, unknown>>): ExtensionPage[] {
  return Object.entries(extensions).flatMap(([name, facts]) => {
    const { view } = Object(facts) as { view?: { title?: unknown; script?: unknown } };
    const { en, zh } = Object(view?.title) as { en?: unknown; zh?: unknown };
    const script = view?.script;
    return typeof en === "string" && typeof zh === "string" && typeof script === "string"
      ? [{ name, title: { en, zh }, script }]
      : [];
  });
}

/** Where the module is. Throws Error for an address that is not this server's. */
export function addressOf({ script }: ExtensionPage, base: string): string {
  const url = new URL(script, base);
  if (url.origin !== new URL(base).origin) throw new Error(`${script} is not on this server.`);
  return url.href;
}
