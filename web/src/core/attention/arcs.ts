// A text's tokens as places on a drawing in a monospaced face, and the arcs from the token that asks
// to those it looks at. One line where the text fits into one, else its own lines, wrapped.

/** Measures of the drawing, in pixels. */
export interface ArcsFrame {
  cell: number; // width of a letter
  line: number; // from one line to the next
  above: number; // over the first line, for arcs
  gutter: number; // right of the longest line, for arcs between lines
}

export interface PlacedToken {
  text: string; // as it is drawn: a line break is a sign
  line: number;
  column: number; // letters before it in its line
  cells: number; // letters that it takes
}

export interface ArcsLayout {
  tokens: PlacedToken[];
  lines: number;
  columns: number; // of the longest line
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/** Letters of a monospaced line that a text takes: two for one that is as wide as high. */
export function cellsOf(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

/** Where each token stands, in lines of at most `most` letters; a longer token has one of its own. */
export function layTokens(texts: readonly string[], most: number): ArcsLayout {
  const drawn = texts.map((text) => text.replaceAll("\n", "⏎").replaceAll("\t", "⇥"));
  const whole = drawn.reduce((sum, text) => sum + cellsOf(text), 0);
  const tokens: PlacedToken[] = [];
  let [line, column] = [0, 0];
  drawn.forEach((text, i) => {
    const cells = Math.max(1, cellsOf(text));
    if (column > 0 && column + cells > most) [line, column] = [line + 1, 0];
    tokens.push({ text, line, column, cells });
    column += cells;
    if (whole > most && texts[i]?.includes("\n")) [line, column] = [line + 1, 0];
  });
  const ends = tokens.map((token) => token.column + token.cells);
  const lines = (tokens.at(-1)?.line ?? 0) + 1;
  return { tokens, lines, columns: Math.max(0, ...ends) };
}

/** The middle of a token and the foot of its line's letters. */
export function middleOf(token: PlacedToken, { cell, line, above }: ArcsFrame) {
  return { x: (token.column + token.cells / 2) * cell, y: above + token.line * line };
}

/** The middle of the word that a token begins behind its blank. */
export function middleOfWord(token: PlacedToken, frame: ArcsFrame) {
  const { x, y } = middleOf(token, frame);
  const blanks = token.text.trim() === "" ? 0 : token.text.length - token.text.trimStart().length;
  return { x: x + (blanks / 2) * frame.cell, y };
}

const TALL = 17; // of a line's letters, with room

/** From the token that asks to one it looks at: over the text in one line, else beside it. */
export function arcPath(from: PlacedToken, to: PlacedToken, frame: ArcsFrame, width: number) {
  const [a, b] = [middleOfWord(from, frame), middleOfWord(to, frame)];
  const at = (...numbers: number[]) => numbers.map((n) => n.toFixed(1)).join(" ");
  if (from.line === to.line) {
    const room = from.line === 0 ? frame.above - TALL - 4 : frame.line - TALL;
    const top = a.y - TALL - Math.min(room, 10 + Math.abs(a.x - b.x) * 0.4) * (4 / 3);
    return `M${at(a.x, a.y - TALL)}C${at(a.x, top)} ${at(b.x, top)} ${at(b.x, b.y - TALL)}`;
  }
  const side = (token: PlacedToken) => (token.column + token.cells) * frame.cell + 3;
  const out = width + Math.min(frame.gutter, 14 + 9 * Math.abs(from.line - to.line)) * (4 / 3);
  const [p, q] = [at(side(from), a.y - 6), at(side(to), b.y - 6)];
  return `M${p}C${at(out, a.y - 6)} ${at(out, b.y - 6)} ${q}`;
}

export interface Arc {
  to: number; // the token that is looked at
  p: number;
}

/** The places that a row looks at with at least `least`, greatest last, so that it lies on top. */
export function arcsOf(row: Float32Array, asking: number, first: number, least = 0.02): Arc[] {
  const most = 16; // more are a thicket
  return Array.from(row, (p, to) => ({ to, p }))
    .filter(({ to, p }) => to >= first && to !== asking && p >= least)
    .sort((a, b) => b.p - a.p || a.to - b.to)
    .slice(0, most)
    .reverse();
}

/** Which of the arcs have room for their number under the token, the greatest first. */
export function numbered(
  arcs: readonly Arc[],
  tokens: readonly PlacedToken[],
  letters: number, // that a number takes
): Set<number> {
  const taken: PlacedToken[] = [];
  const middle = (token: PlacedToken) => token.column + token.cells / 2;
  for (const { to } of arcs.toReversed()) {
    const token = tokens[to];
    if (token === undefined) continue;
    const free = taken.every(
      (other) =>
        other.line !== token.line || Math.abs(middle(other) - middle(token)) >= letters + 0.5,
    );
    if (free) taken.push(token);
  }
  return new Set(taken.map((token) => tokens.indexOf(token)));
}

/** Line breaks' signs over which an arc between lines would reach the token before: these give way. */
export function covered(
  arcs: readonly Arc[],
  tokens: readonly PlacedToken[],
  asking: number,
): Set<number> {
  const ends = new Set(arcs.map(({ to }) => to));
  const signs = arcs.flatMap(({ to }) => {
    const [end, next, from] = [tokens[to], tokens[to + 1], tokens[asking]];
    const isSign = next?.text.trim() === "⏎" && next.line === end?.line;
    return isSign && from?.line !== end.line ? [to + 1] : [];
  });
  return new Set(signs.filter((sign) => sign !== asking && !ends.has(sign)));
}
