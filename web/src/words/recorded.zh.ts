// Recorded runs, in Chinese.

import type { recorded as en } from "./recorded.en";

export const recorded: typeof en = {
  recorded: {
    model: (name: string) => `${name}（录制）`,
    run: (date: string, digest: string, name: string) => `录制于 ${date} · ${digest} · ${name}`,
    partly: (live: string, date: string, digest: string) =>
      `${live} 标有“录制”的各列录制于 ${date} · ${digest}。`,
    digestHelp: (digest: string, precision: string, engine: string) =>
      `sha256 ${digest}，${precision}，${engine}`,
    lane: "录制",
    spoken: "以下为录制结果。",
    missingNow: "录制的结果里没有这一项，等模型就绪后会自动运行。",
  },
};
