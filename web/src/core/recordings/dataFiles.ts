// What the open lesson stands on: recorded files by their names, results and words by their paths in
// the source. Its page by itself holds them.

export const dataFiles = new Set<string>();
