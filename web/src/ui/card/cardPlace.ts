// Where a token's card stands: in the window, and never over its own token.

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Place {
  left: number; // pixels in the frame
  top: number; // the card's upper edge, or the lower one where it stands `above`
  above: boolean;
  room: number; // pixels of height that it may take; the rest scrolls
}

export const NOWHERE: Place = { left: 0, top: 0, above: false, room: 0 };
export const WIDTH = 304; // of a card, less on a narrower window
const ENOUGH = 320; // pixels of height: with so many it stands below; above it covers no more
const LEAST = 240; // with less it stands beside the token, where there is room
const [EDGE, GAP] = [8, 6]; // pixels that stay free at the window's edge, and at the token

/**
 * Boxes are in pixels of the window: of the `token`, of the `frame` that the card stands in, and of
 * the `view`, the window without what must not be covered. Below the token where that is enough or
 * more than above it; beside it where the window is too low for either. A card grows away from its
 * token.
 */
export function cardPlace(token: Box, frame: Box, view: Box): Place {
  const width = Math.min(WIDTH, view.right - view.left - 2 * EDGE);
  const [below, over] = [view.bottom - token.bottom, token.top - view.top].map(
    (room) => room - GAP - EDGE,
  ) as [number, number];
  const within = Math.max(frame.left, Math.min(token.left, frame.right - width)); // if it is wide enough
  const left = clamped(within, view.left + EDGE, view.right - EDGE - width) - frame.left;
  if (Math.max(below, over) < LEAST) {
    const beside = besideOf(token, width, view);
    if (beside !== null) {
      const room = view.bottom - view.top - 2 * EDGE;
      return { left: beside - frame.left, top: view.top + EDGE - frame.top, above: false, room };
    }
  }
  if (below >= Math.min(ENOUGH, over))
    return { left, top: token.bottom + GAP - frame.top, above: false, room: Math.max(below, 0) };
  return { left, top: token.top - GAP - frame.top, above: true, room: Math.min(over, ENOUGH) };
}

/** Its left edge to the right of the token, or to the left; null where there is no room. */
function besideOf(token: Box, width: number, view: Box): number | null {
  if (token.right + GAP + width <= view.right - EDGE) return token.right + GAP;
  if (token.left - GAP - width >= view.left + EDGE) return token.left - GAP - width;
  return null;
}

function clamped(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

/** The same for what stands on the page now, below its header; `[data-foot]` is a bar over the foot
 * of the window. */
export function placeOf(token: Element, frame: Element): Place {
  const { clientWidth: right, clientHeight } = document.documentElement;
  const foot = document.querySelector("[data-foot]");
  const covers = foot !== null && getComputedStyle(foot).position === "fixed";
  const bottom = covers ? foot.getBoundingClientRect().top : clientHeight;
  const header = document.querySelector("header")?.getBoundingClientRect().bottom ?? 0;
  const view = { left: 0, top: Math.max(0, header), right, bottom };
  return cardPlace(token.getBoundingClientRect(), frame.getBoundingClientRect(), view);
}
