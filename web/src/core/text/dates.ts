// How dates are written, the same in every language: `2026-11-28`, `16:05`, of this computer's clock.

const two = (n: number) => String(n).padStart(2, "0");

/** `2026-11-28`. */
export function day(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `16:05`. */
export function clock(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `2026-11-28 16:05` for a moment in ISO 8601; another text, such as a file may have, as it is. */
export function moment(made: string): string {
  const date = new Date(made);
  return Number.isNaN(date.getTime()) ? made : `${day(date)} ${clock(date)}`;
}
