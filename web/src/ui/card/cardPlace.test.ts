import { describe, expect, it } from "vitest";
import { cardPlace, WIDTH, type Box } from "./cardPlace";

const box = (left: number, top: number, width: number, height: number): Box => ({
  ...{ left, top, right: left + width, bottom: top + height },
});
const TALL = 2000; // pixels of a card with everything open

/** The card's box in the window, as tall as it may be. */
function card(token: Box, frame: Box, view: Box): Box {
  const { left, top, above, room } = cardPlace(token, frame, view);
  const height = Math.min(TALL, room);
  const width = Math.min(WIDTH, view.right - view.left - 16);
  return box(frame.left + left, frame.top + top - (above ? height : 0), width, height);
}

const apart = (a: Box, b: Box) =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

describe("a token's card", () => {
  const desk = box(0, 0, 1440, 900);
  const frame = box(400, 100, 600, 780);
  it("stands below its token where there is room", () => {
    const { top, above } = cardPlace(box(500, 300, 60, 26), frame, desk);
    expect([top, above]).toEqual([300 + 26 + 6 - 100, false]);
  });
  it("stands above a token at the foot of the window, and grows away from it", () => {
    const { top, above, room } = cardPlace(box(500, 800, 60, 26), frame, desk);
    expect([top, above]).toEqual([800 - 6 - 100, true]);
    expect(room).toBe(320);
  });
  it("leaves what stands over the text in sight", () => {
    const [below, foot] = [520, 700].map((top) => card(box(400, top, 116, 26), frame, desk));
    expect(below?.top).toBe(520 + 26 + 6);
    expect(foot?.top).toBe(700 - 6 - 320);
    const headed = box(0, 64, 1440, 300); // a low window with a header
    expect(card(box(500, 240, 60, 26), frame, headed).top).toBeGreaterThanOrEqual(64);
  });
  it("stays in its frame where that is wide enough", () => {
    expect(cardPlace(box(980, 300, 20, 26), frame, desk).left).toBe(600 - WIDTH);
    expect(cardPlace(box(20, 300, 20, 26), box(20, 100, 100, 800), desk).left).toBe(0);
  });
  it.each([
    ["a desk", desk],
    ["a phone", box(0, 0, 390, 844)],
    ["a phone with a bar at its foot", box(0, 0, 390, 780)],
    ["a phone on its side", box(0, 0, 844, 390)],
    ["a desk at 400 %", box(0, 0, 360, 225)],
  ])("is in the window and never over its own token, wherever that is on %s", (_, view) => {
    const whole = box(16, -2000, view.right - 32, 6000);
    for (let left = 16; left < view.right - 56; left += 13)
      for (let top = 0; top < view.bottom - 26; top += 13) {
        const token = box(left, top, 40, 26);
        const place = card(token, whole, view);
        expect(apart(place, token), JSON.stringify({ token, place })).toBe(true);
        expect(place.left).toBeGreaterThanOrEqual(8);
        expect(place.right).toBeLessThanOrEqual(view.right - 8);
        expect(place.top).toBeGreaterThanOrEqual(0);
        expect(place.bottom).toBeLessThanOrEqual(view.bottom);
      }
  });
});
