// What of a browser the page's state looks into as it is loaded: to be imported before it, by tests
// that mount it without one.

import { vi } from "vitest";

class Shelf extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

const ignored = () => undefined;
const history = { state: null, pushState: ignored, replaceState: ignored };

vi.stubGlobal("location", new URL("http://localhost/"));
vi.stubGlobal("localStorage", new Shelf());
vi.stubGlobal("sessionStorage", new Shelf());
vi.stubGlobal("history", history);
vi.stubGlobal("document", { documentElement: { dataset: {} }, hidden: false });
vi.stubGlobal("addEventListener", ignored);
vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: ignored }));
