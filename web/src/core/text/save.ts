// Taking a figure along: a drawing as SVG or PNG that looks elsewhere as it does here, text as a file.

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 2; // pixels of a PNG per pixel of the page
const MARGIN = 16;
const LINE = 20; // pixels from one line of the frame to the next
const LETTER = { title: 7.6, foot: 6.2 }; // pixels of a letter of 15 and of 12
const FONT = "Inter, system-ui, sans-serif";
const KEPT = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-opacity",
  "paint-order",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
  "visibility",
] as const;

/** What a saved drawing says beside itself, in the page's language. */
export interface Frame {
  title: string; // above it
  foot: string; // below it: whose figures, how they were computed; "" for nothing
  precision: string | null; // for programs; null where nothing was computed
}

/**
 * The drawing as a file of its own: styles become attributes, on the page's paper, with its frame's
 * title in the margin above and its foot below.
 */
export function svgText(svg: SVGSVGElement, frame?: Frame, margin = MARGIN): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  carryStyles(svg, copy);
  const { width, height } = svg.getBoundingClientRect();
  const texts = frame === undefined ? [] : framed(frame, { width, height });
  const top = margin + LINE * texts.filter(({ y }) => y < 0).length;
  const bottom = margin + LINE * texts.filter(({ y }) => y > 0).length;
  const [w, h] = [width + 2 * margin, height + top + bottom];
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(w));
  copy.setAttribute("height", String(h));
  copy.setAttribute("viewBox", `${-margin} ${-top} ${w} ${h}`);
  copy.prepend(paper({ x: -margin, y: -top, width: w, height: h }));
  if (frame?.precision) copy.prepend(element("desc", {}, `precision: ${frame.precision}`));
  const fill = getComputedStyle(document.body).color;
  for (const { text, y, size } of texts)
    copy.append(element("text", { x: 0, y, "font-size": size, "font-family": FONT, fill }, text));
  return new XMLSerializer().serializeToString(copy);
}

function carryStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of KEPT) {
    const value = style.getPropertyValue(name);
    if (value !== "") to.setAttribute(name, value);
  }
  if (style.transform !== "none") to.setAttribute("transform", style.transform);
  to.removeAttribute("class");
  to.removeAttribute("style");
  Array.from(from.children).forEach((child, i) => {
    const twin = to.children[i];
    if (twin !== undefined) carryStyles(child, twin);
  });
}

interface FrameText {
  text: string;
  y: number; // of its base, from the drawing's top: negative above, beyond its height below
  size: number;
}

/** The lines of a frame, as wide as the drawing. */
function framed(frame: Frame, { width, height }: { width: number; height: number }): FrameText[] {
  const above = wrapped(frame.title, width / LETTER.title);
  const below = wrapped(frame.foot, width / LETTER.foot);
  return [
    ...above.map((text, i) => ({ text, y: -8 - LINE * (above.length - 1 - i), size: 15 })),
    ...below.map((text, i) => ({ text, y: height + LINE * (i + 1), size: 12 })),
  ];
}

/** Lines of at most so many letters, broken at blanks; a Chinese sign takes two, and a line breaks
 * after any. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let [line, room] = ["", most];
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    const size = piece > "\u2e7f" ? 2 : piece.trimEnd().length;
    if (size > room && line !== "") {
      lines.push(line.trimEnd());
      [line, room] = ["", most];
    }
    line += piece;
    room -= piece > "\u2e7f" ? 2 : piece.length;
  }
  return line.trim() === "" ? lines : [...lines, line.trimEnd()];
}

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const result = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) result.setAttribute(key, String(value));
  if (text !== "") result.textContent = text;
  return result;
}

function paper(box: Record<"x" | "y" | "width" | "height", number>): SVGElement {
  return element("rect", { ...box, fill: getComputedStyle(document.body).backgroundColor });
}

/** A PNG of the drawing, finer than the page and with a margin. Rejects where it cannot be drawn. */
export async function png(figure: SVGSVGElement | HTMLCanvasElement, frame?: Frame): Promise<Blob> {
  return figure instanceof HTMLCanvasElement
    ? encoded(frame === undefined ? figure : onPaper(figure, frame))
    : encoded(await drawn(svgText(figure, frame), SCALE));
}

/** A canvas with its frame, as finely drawn as it is. */
function onPaper(figure: HTMLCanvasElement, frame: Frame): HTMLCanvasElement {
  const { width, height } = figure.getBoundingClientRect();
  const scale = figure.width / width;
  const texts = framed(frame, { width, height });
  const top = MARGIN + LINE * texts.filter(({ y }) => y < 0).length;
  const bottom = MARGIN + LINE * texts.filter(({ y }) => y > 0).length;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(scale * (width + 2 * MARGIN));
  canvas.height = Math.round(scale * (height + top + bottom));
  const pen = canvas.getContext("2d");
  if (pen === null) return figure;
  const { backgroundColor, color } = getComputedStyle(document.body);
  pen.fillStyle = backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(scale, scale);
  pen.translate(MARGIN, top);
  pen.drawImage(figure, 0, 0, width, height);
  pen.fillStyle = color;
  for (const { text, y, size } of texts) {
    pen.font = `${size}px ${FONT}`;
    pen.fillText(text, 0, y);
  }
  return canvas;
}

/** The same of a drawing that is a picture already: its size in pixels is the file's. */
export async function pngAsDrawn(svg: SVGSVGElement): Promise<Blob> {
  return encoded(await drawn(svgText(svg, undefined, 0), 1));
}

async function drawn(svg: string, scale: number): Promise<HTMLCanvasElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * scale;
  canvas.height = image.height * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob === null ? fail(new Error("no picture")) : done(blob)));
  });
}

/** Hands a file to the person. */
export function download(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// Text into the clipboard; where the browser's interface is missing or refused, by a selection.

/** Whether it is there now. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return bySelection(text);
  }
}

function bySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
