// What the page's drawings ask of its server, within a figure: there is none, and nothing is known of
// models but what the run says.

export const server = { models: [] };
