// The course: its lessons, in an order, with questions.
import type { Manifest } from "../../../../core/address/views";

export const manifest: Manifest = {
  title: { en: "Lessons", zh: "课程" },
  place: 6,
  standsAlone: true,
  shows: { key: "lesson", list: "lessons" },
  door: { query: "lesson=shots", text: { en: "First lesson", zh: "第一课" } },
};
