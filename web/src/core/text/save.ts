// Taking a figure along: a drawing as SVG or PNG that looks elsewhere as it does here, text as a file.

const SVG = "http://www.w3.org/2000/svg";
const SCALE = 2; // pixels of a PNG per pixel of the page
const MARGIN = 16;
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

/** What a saved drawing says of its figures: for programs always, for readers where there is need. */
export interface Remark {
  precision: string;
  shown: string; // in the page's language; "" for none
}

/**
 * The drawing as a file of its own: styles become attributes, on the page's paper, the remark in the
 * margin below.
 */
export function svgText(svg: SVGSVGElement, remark?: Remark, margin = MARGIN): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  carryStyles(svg, copy);
  const { width, height } = svg.getBoundingClientRect();
  const [w, h] = [width + 2 * margin, height + 2 * margin];
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(w));
  copy.setAttribute("height", String(h));
  if (!copy.hasAttribute("viewBox")) {
    copy.setAttribute("viewBox", `${-margin} ${-margin} ${w} ${h}`);
  }
  copy.prepend(paper(copy));
  if (remark !== undefined) addRemark(copy, remark);
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

function addRemark(svg: SVGSVGElement, { precision, shown }: Remark): void {
  const about = document.createElementNS(SVG, "desc");
  about.textContent = `precision: ${precision}`;
  svg.prepend(about);
  if (shown === "") return;
  const [x = 0, y = 0, , height = 0] = (svg.getAttribute("viewBox") ?? "")
    .split(/[\s,]+/)
    .map(Number);
  const line = document.createElementNS(SVG, "text");
  const style = { x: x + MARGIN, y: y + height - 4, "font-size": 11, "font-family": "sans-serif" };
  const look = { ...style, fill: getComputedStyle(document.body).color };
  for (const [name, value] of Object.entries(look)) line.setAttribute(name, String(value));
  line.textContent = shown;
  svg.append(line);
}

function paper(svg: SVGSVGElement): SVGRectElement {
  const rect = document.createElementNS(SVG, "rect");
  const [x, y, width, height] = (svg.getAttribute("viewBox") ?? "").split(/[\s,]+/);
  const box = { x, y, width, height, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(box)) rect.setAttribute(name, value ?? "0");
  return rect;
}

/** A PNG of the drawing, finer than the page and with a margin. Rejects where it cannot be drawn. */
export async function png(
  figure: SVGSVGElement | HTMLCanvasElement,
  remark?: Remark,
): Promise<Blob> {
  return figure instanceof HTMLCanvasElement
    ? encoded(figure)
    : encoded(await drawn(svgText(figure, remark), SCALE));
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
