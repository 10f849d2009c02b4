/** A piece of a sentence; what is strong is set off. */
export interface Segment {
  text: string;
  strong?: boolean;
}
