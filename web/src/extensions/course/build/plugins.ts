// What the course adds to the build of the page (vite.config.ts).

import type { Plugin } from "vite";
import { lessonForm } from "./lessonForm/lessonForm.ts";
import { lessonPage } from "./lessonPage.ts";
import { linkPages } from "./linkPages.ts";

export const plugins = (): Plugin[] => [lessonForm(), lessonPage(), linkPages()];
