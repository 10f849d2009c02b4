// The lecture note that the course covers, beside the lessons.
import type { Manifest } from "../../../../core/address/views";

export const manifest: Manifest = {
  title: { en: "The note", zh: "笔记原文" },
  documentTitle: { en: "GPT: a lecture note · Shotglass", zh: "GPT 讲义笔记 · Shotglass" },
  partOf: "lessons",
};
