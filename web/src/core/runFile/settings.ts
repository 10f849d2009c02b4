// The settings of a run as a request has them, and as the page's own views do.

import type { Settings } from "../api/api";
import type { ConstraintBody } from "../api/api.gen";
import { constraintBody, KINDS, type Constraint } from "../decoding/constraint";
import { FIELDS } from "../decoding/settings";
import type { SavedConstraint, SavedSettings } from "./runs";

export function requestSettings({ constraint, ...settings }: SavedSettings): Settings & {
  constraint?: ConstraintBody;
} {
  return constraint === undefined ? settings : { ...settings, constraint: bodyOf(constraint) };
}

function bodyOf(constraint: SavedConstraint): ConstraintBody {
  const { kind, source, prefix = "" } = constraint;
  return kind === "grammar"
    ? { grammar: source, prefix }
    : constraintBody({ kind, source, prefix });
}

/** `constraint`: null also for a grammar, which the page has no field for. */
export function viewSettings(saved: SavedSettings): {
  settings: Settings;
  constraint: Constraint | null;
} {
  const settings = Object.fromEntries(FIELDS.map((field) => [field, saved[field]]));
  const kind = KINDS.find((name) => name === saved.constraint?.kind);
  const constraint = saved.constraint && kind ? { ...saved.constraint, kind } : null;
  return { settings: settings as unknown as Settings, constraint };
}

export function savedSettings(
  settings: Settings,
  constraint: Constraint | null | undefined,
): SavedSettings {
  if (constraint == null) return settings;
  const { kind, source, prefix } = constraint;
  return { ...settings, constraint: { kind, source, ...(prefix ? { prefix } : {}) } };
}
