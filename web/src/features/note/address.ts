// The note's state in the address: the section it is opened at.

import { SECTIONS } from "./note";
import { link, whole } from "../../core/address/url";

export function write(section: number): URLSearchParams {
  return new URLSearchParams(section === 0 ? {} : { section: String(section + 1) });
}

/** From 0. Throws Error for a section there is not. */
export function read(query: URLSearchParams): number {
  return (whole(query, "section", 1, SECTIONS.length) ?? 1) - 1;
}

/** The note's text opened at a section, from 0. */
export function noteLink(section: number): string {
  return link("note", write(section));
}
