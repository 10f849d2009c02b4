// A lesson as a page by itself, in the state in which it was saved.

import { mount } from "svelte";
import "../../../ui/styles/tokens.css";
import "../../../ui/styles/base.css";
import "../../../ui/styles/layout.css";
import "../../../ui/plot/plot.css";
import "../../../ui/plot/glass/glass.css";
import { openLesson, type Opened } from "../views/lessons/lessons";
import StockFigure from "../views/lessons/StockFigure.svelte";
import { lessons } from "../views/lessons/state.svelte";
import { contents } from "./contents";
import Page from "./Page.svelte";
import { language } from "./preferences";

const { address, own } = contents;
lessons.adopt(new URLSearchParams(address), true);
lessons.linked = lessons.values !== null; // the figure is shown as it was left
const opened: Opened =
  own === null
    ? await openLesson(lessons.lesson, language)
    : { ...own, Figure: null, Stock: StockFigure };
document.title = `${opened.lesson.title[language]} · Shotglass`;
mount(Page, { target: document.body, props: { opened, contents } });
