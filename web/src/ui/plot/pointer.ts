// Where a pointer is in an element, in its own pixels: slides draw what is on them larger or smaller.

/** Pixels from the left and from the top. */
export function within({ clientX, clientY }: MouseEvent, element: Element): [number, number] {
  const { left, top, width } = element.getBoundingClientRect();
  const scale = element.clientWidth / width || 1;
  return [(clientX - left) * scale, (clientY - top) * scale];
}
