// Glasses as a picture to save and to send, 1200 x 630 pixels: where its title, the names of the
// answers, the glasses and the line of their origin stand. Lengths are the page's own, which the
// picture enlarges, so that every text can be read at half its size.

import { nameWidth } from "../label";
import { row, type Row } from "./glass";

export const SIZE = { width: 1200, height: 630 };
export const SCALE = 1.75; // pixels of the picture per pixel of the page
export const MARGIN = 27;
const [WIDTH, HEIGHT] = [SIZE.width / SCALE, SIZE.height / SCALE];
const ROOM = WIDTH - 2 * MARGIN;
const TITLE = 25; // pixels of its letters
const LETTER = 0.57; // a letter's width, by its height
const KEY = { swatch: 24, letter: 8.5, apart: 20, line: 24 };

export interface PictureLayout {
  title: { y: number; size: number };
  caption: number; // the base of the line below it
  keys: { x: number; y: number }[]; // the top left of each answer's swatch
  top: number; // of the glasses' own drawing
  row: Row;
  foot: number; // the base of the last line
}

/** Of `count` glasses with `names` in their legend and `text` as title; a long one has smaller letters. */
export function picture(text: string, names: readonly string[], count: number): PictureLayout {
  const keys = legend(names);
  const top = (keys.at(-1)?.y ?? 0) + 18;
  const foot = HEIGHT - 16;
  const spare = foot - 16 - top - row(ROOM, count, 0, false).height;
  const title = { y: 40, size: Math.min(TITLE, ROOM / nameWidth(text, LETTER, 1)) };
  return { title, caption: 62, keys, top, row: row(ROOM, count, spare, false), foot };
}

/** One beside the other, and in a further line what has no room. */
function legend(names: readonly string[]): { x: number; y: number }[] {
  let [x, y] = [MARGIN, 74];
  return names.map((name) => {
    const wide = KEY.swatch + nameWidth(name, KEY.letter);
    if (x > MARGIN && x + wide > MARGIN + ROOM) [x, y] = [MARGIN, y + KEY.line];
    const place = { x, y };
    x += wide + KEY.apart;
    return place;
  });
}
