// How long something takes, rounded as people say it.

export interface Duration {
  amount: number;
  unit: "second" | "minute" | "hour";
}

/** Seconds up to two minutes, minutes up to two hours; never less than a second. */
export function duration(seconds: number): Duration {
  if (seconds < 120) return { amount: Math.max(1, Math.round(seconds)), unit: "second" };
  if (seconds < 7200) return { amount: Math.round(seconds / 60), unit: "minute" };
  return { amount: Math.round(seconds / 360) / 10, unit: "hour" };
}
