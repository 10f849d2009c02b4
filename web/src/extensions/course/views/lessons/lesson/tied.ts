// A paragraph's figures are tied to the marks of the stock figures that they are the values of: one lights
// up with the other. Both bear the point's name as `data-of`.

import type { Figured } from "../../../../../core/experiments/fill";
import { isPoint, pointName, seriesOf, type Result } from "../../../../../core/experiments/result";
import type { Stock } from "../../../../../ui/figures/stock/stock";
import type { Glossed } from "../../../../../ui/glossary/glossary";

export interface Piece extends Glossed {
  of?: string; // the point that the text is the value of
}

const MARKED: readonly Stock["kind"][] = ["curves", "dots", "bars"];

/** The names of the points that the figures draw as marks of their own, whatever is chosen in them. */
export function drawnPoints(stock: readonly Stock[], result: Result): Set<string> {
  const marked = stock.filter(({ kind, choose }) => MARKED.includes(kind) && choose === undefined);
  return new Set(
    marked.flatMap(({ series, listed = [] }) =>
      series.flatMap((name) => (isPoint(name) ? [name] : pointsOf(name, listed))),
    ),
  );

  function pointsOf(name: string, listed: readonly string[]): string[] {
    return seriesOf(result, name)
      .points.filter(({ x }) => !listed.includes(String(x)))
      .map(({ x }) => pointName(name, x));
  }
}

/** The pieces of a paragraph, cut once more where a figure stands. */
export function withFigures(pieces: readonly Glossed[], figures: readonly Figured[]): Piece[] {
  let from = 0; // of the piece, in the paragraph
  return pieces.flatMap((piece) => {
    const [start, end] = [from, from + piece.text.length];
    from = end;
    const inside = figures.filter(({ at, length }) => at >= start && at + length <= end);
    return piece.term === null ? cut(piece.text, start, inside) : [piece];
  });
}

function cut(text: string, start: number, figures: readonly Figured[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { at, length, of } of figures) {
    pieces.push({ text: text.slice(done, at - start), term: null });
    done = at - start + length;
    pieces.push({ text: text.slice(at - start, done), term: null, of });
  }
  return [...pieces, { text: text.slice(done), term: null }].filter(({ text }) => text !== "");
}

/** What is pointed at and what has the focus light up in `article`, with all that bear the same name. */
export function ties(article: HTMLElement): () => void {
  const lit: { pointed?: string | undefined; focused?: string | undefined } = {};
  function light(by: keyof typeof lit, target: EventTarget | null) {
    const bearer = target instanceof Element ? target.closest<SVGElement>("[data-of]") : null;
    lit[by] = bearer?.dataset.of;
    for (const item of article.querySelectorAll<SVGElement>("[data-of]"))
      item.classList.toggle("lit", Object.values(lit).includes(item.dataset.of));
  }
  const listeners = {
    pointerover: ({ target }: Event) => light("pointed", target),
    pointerleave: () => light("pointed", null),
    focusin: ({ target }: Event) => light("focused", target),
    focusout: () => light("focused", null),
  };
  for (const [type, listener] of Object.entries(listeners))
    article.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of Object.entries(listeners))
      article.removeEventListener(type, listener);
  };
}
