// The words of recorded runs, and of what stands between a person and a live one.

export const recorded = {
  recorded: {
    model: (name: string) => `${name}, recorded`,
    run: (date: string, digest: string, name: string) => `Recorded ${date} · ${digest} · ${name}`,
    partly: (live: string, date: string, digest: string) =>
      `${live} The lanes marked so were recorded ${date} · ${digest}.`,
    digestHelp: (digest: string, precision: string, engine: string) =>
      `sha256 ${digest}, ${precision}, ${engine}`,
    lane: "recorded",
    spoken: "Recorded.",
    missingNow: "This is not among the recorded runs. It runs as soon as a model is ready.",
  },
};
