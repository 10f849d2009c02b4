// A class that a teacher shows around.
import type { Manifest } from "../../../../core/address/views";

/** Under which the browser keeps the number of what a student was sent to last. */
export const IN_CLASS = "shotglass.class";

export const manifest: Manifest = {
  title: { en: "Class", zh: "课堂" },
  barWhile: IN_CLASS,
  passing: true, // a class ends
  entrance: { problem: "/errors/not_in_class", text: { en: "Join the class", zh: "加入课堂" } },
};
