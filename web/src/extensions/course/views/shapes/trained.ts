// On what text each family was trained, as its paper says; fetched with the view.

import type { Family } from "../../../../core/models/shapes";
import type { Language } from "../../../../words";

export type Trained = Record<Family | "source", string>;

export const TRAINED: Record<Language, Trained> = {
  en: {
    "gpt-1": "BooksCorpus",
    "gpt-2": "WebText, 40 GB",
    "gpt-3": "300 B tokens",
    "gpt-4": "undisclosed",
    bert: "books, Wikipedia",
    installed: "–",
    source:
      "BooksCorpus holds more than 7\u202f000 unpublished books (Radford et al. 2018, 4.1). WebText: 8 million pages that a link with 3 karma or more led to (Radford et al. 2019, 2.1). GPT-3’s tokens are of five sources, see the lesson “What GPT-3 read” (Brown et al. 2020, 2.2). BERT read BooksCorpus and English Wikipedia, 3.3 B words (Devlin et al. 2019, 3.1). Of GPT-4’s text no more is said than that it is public and licensed data (OpenAI 2023, 2).",
  },
  zh: {
    "gpt-1": "BooksCorpus",
    "gpt-2": "WebText，40 GB",
    "gpt-3": "3000 亿词元",
    "gpt-4": "未公开",
    bert: "书籍、维基百科",
    installed: "–",
    source:
      "BooksCorpus 有七千多本未出版的书（Radford 等 2018，4.1 节）。WebText：karma 不少于 3 的链接指向的 800 万个网页（Radford 等 2019，2.1 节）。GPT-3 的词元出自五个来源，见“GPT-3 读了什么”一课（Brown 等 2020，2.2 节）。BERT 读了 BooksCorpus 和英文维基百科，33 亿词（Devlin 等 2019，3.1 节）。GPT-4 的文本只说是公开的和取得许可的数据（OpenAI 2023，第 2 节）。",
  },
};
