// Which view is open, and the page's state kept in the address: back, forward and links work.

import { decode, encode, type Address } from "../core/address/url";
import { manifestOf, type View } from "../core/address/views";
import { reach } from "./reach";
import { keep, stored } from "./stored";
import { search } from "./search.svelte";

const LAST = "shotglass.last"; // where a visitor was, as a fragment
const OF_COMPARE = ["model", "guess", "stage"] as const; // links without a fragment

/** What a view keeps in the address. `adopt` takes over what it can, runs nothing unless the state
 * was `chosen` on this page, and throws Error for values that are none. */
export interface Addressed {
  adopt(query: URLSearchParams, chosen?: boolean): void;
  toQuery(): URLSearchParams;
}

class Route {
  view = $state<View>("shelf");
  badLink = $state(false);
  tooLong = $state(false);
  #states = $state.raw<Partial<Record<View, Addressed>>>({});
  // For a view that is still being fetched.
  #waiting = $state.raw<(Address & { chosen: boolean }) | null>(null);
  #link: string | null = null; // of this page, which was pressed last and brings a state of its own
  #field: string | null = null; // whose typing the newest entry of the browser's history holds

  /** Reads the address when the page opens, and whenever someone goes back or forward. */
  open(): void {
    addEventListener("click", (event) => (this.#link = linkOf(event)));
    addEventListener("popstate", () => {
      this.#read(SHELF, this.#link === location.hash);
      this.#link = null;
    });
    this.#read(beginning());
  }

  /** A view says here, when it is fetched, how it keeps its state. */
  serve(view: View, state: Addressed): void {
    const waiting = this.#waiting;
    if (waiting?.view === view) {
      this.#guarded(() => state.adopt(waiting.query, waiting.chosen));
      this.#waiting = null;
    }
    this.#states = { ...this.#states, [view]: state };
  }

  /** `empty`: what an address without a fragment means; `chosen`: by a link of this page. */
  #read(empty: Address, chosen = false): void {
    this.#field = null;
    this.#guarded(() => {
      const address = this.#restored() ?? decode(location.hash) ?? empty;
      const state = this.#states[address.view];
      state?.adopt(address.query, chosen);
      this.#waiting = state === undefined ? { ...address, chosen } : null;
      this.view = address.view;
      reach(address.query.get("to"));
    });
  }

  /** What the address was too short for, kept with the entry itself. */
  #restored(): Address | null {
    const stored: unknown = history.state;
    const isKept = (value: object): value is { view: View; query: string } => "query" in value;
    if (typeof stored !== "object" || stored === null || !isKept(stored)) return null;
    return { view: stored.view, query: new URLSearchParams(stored.query) };
  }

  #guarded(read: () => void): void {
    try {
      read();
      this.badLink = false;
    } catch {
      this.badLink = true;
      if (this.view === "shelf") this.view = "compare"; // which says so
    }
  }

  get address(): Address {
    const waiting = this.#waiting?.view === this.view ? this.#waiting.query : undefined;
    const query = this.#states[this.view]?.toQuery() ?? waiting ?? new URLSearchParams();
    return { view: this.view, query };
  }

  /** Writes the state into the address, over the entry that is there. */
  write(): void {
    const { address } = this;
    const fragment = encode(address);
    this.tooLong = fragment === null;
    const target = fragment ?? `#v1/${this.view}`;
    // As it opens it has no state, and its address may be the page's own.
    if (this.view === "shelf" && address.query.size === 0) return;
    const { passing } = manifestOf(this.view);
    if (search.get("embed") === null && !passing) keep(LAST, target); // a frame is no visit
    const stored = fragment === null ? { view: this.view, query: address.query.toString() } : null;
    if (stored !== null || target !== location.hash) history.replaceState(stored, "", target);
  }

  /** Opens a view in a state that was chosen on this page, however long it is. */
  go(view: View, query: URLSearchParams): void {
    this.mark();
    const state = this.#states[view];
    this.#waiting = state === undefined ? { view, query, chosen: true } : null;
    this.#guarded(() => state?.adopt(query, true));
    this.view = view;
  }

  /** A link of this page, followed as chosen here; a tab of its own gets what a link can hold. */
  follow(event: MouseEvent, view: View, query: URLSearchParams): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.go(view, query);
  }

  /** Before a step one may want to go back from: a new task, another shot set, an edit. */
  mark(): void {
    this.#field = null;
    this.write();
    history.pushState(history.state, "", location.hash);
  }

  /** An edit from a field: what is typed there without a pause for another is one step back. */
  edit(field: string, change: () => void): void {
    if (field !== this.#field) this.mark();
    this.#field = field;
    change();
  }

  /** What is typed from now on is a step of its own. */
  endEdit(): void {
    this.#field = null;
  }
}

const SHELF: Address = { view: "shelf", query: new URLSearchParams() };

/** The address within the page that a press on a link opens here; a view's bare name brings nothing. */
function linkOf(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const here = link?.origin === location.origin && link.pathname === location.pathname;
  return here && link.search === location.search && link.hash.includes("?") ? link.hash : null;
}

/** Where a page without a fragment begins: where this visitor was, and the shelf for a new one. */
function beginning(): Address {
  if (search.get("shelf") !== null) return SHELF;
  const compares = OF_COMPARE.some((name) => search.get(name) !== null);
  if (compares) return { view: "compare", query: new URLSearchParams() };
  try {
    return decode(stored(LAST) ?? "") ?? SHELF;
  } catch {
    return SHELF; // kept by another version of the page
  }
}

export const route = new Route();
