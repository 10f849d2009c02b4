// The kinds of figures that draw a result.

export const KINDS = ["curves", "dots", "bars", "histogram", "heat", "table"] as const;
