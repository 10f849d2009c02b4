// Where a lesson's models run, within a page by itself: nowhere.

export const place = { where: "computer", now: "computer", ready: false, engineOf: () => null };
