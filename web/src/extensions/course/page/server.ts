// What a lesson asks of the server, within a page by itself: there is none, and no model.

export const server = { status: "none", models: [], model: null, away: true };
