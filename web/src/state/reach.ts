// A link may lead to a place within its view: `to` in the address is the id of what it names there.

const PATIENCE = 20_000; // ms: a model may have to answer before the place is there
const ACTS = ["pointerdown", "wheel", "keydown", "touchstart"] as const; // of a person

let end: () => void = () => undefined;

/** Brings an element into sight as soon as it is there, and keeps it there while what stands above it
 * is still filled; a person who does anything is left alone. */
export function reach(id: string | null): void {
  end();
  if (id === null || !/^[a-z][a-z-]*$/.test(id)) return;
  const done = new AbortController();
  const look = () => {
    const element = document.getElementById(id);
    if (element?.checkVisibility() === true) element.scrollIntoView();
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  done.signal.addEventListener("abort", () => observer.disconnect());
  const timer = setTimeout(() => end(), PATIENCE);
  end = () => {
    clearTimeout(timer);
    done.abort();
  };
  for (const act of ACTS) addEventListener(act, () => end(), { signal: done.signal });
  look();
}
