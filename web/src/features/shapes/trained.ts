// On what text each family was trained, as its paper says; fetched with the view.

import type { Family } from "../../core/models/shapes";
import type { Language } from "../../words";

export type Trained = Record<Family | "source", string>;

export const TRAINED: Record<Language, Trained> = {
  en: {
    "gpt-1": "BooksCorpus: more than 7\u202f000 unpublished books",
    "gpt-2": "WebText: 8 million pages that a link with 3 karma or more led to, 40 GB",
    "gpt-3": "300 B tokens of five sources, see the lesson “What GPT-3 read”",
    "gpt-4": "public and licensed data; no more is said",
    bert: "BooksCorpus and English Wikipedia, 3.3 B words",
    installed: "see Models",
    source:
      "Texts: Radford et al. 2018 (4.1); Radford et al. 2019 (2.1); Brown et al. 2020 (2.2); Devlin et al. 2019 (3.1); OpenAI 2023 (2).",
  },
  zh: {
    "gpt-1": "BooksCorpus：七千多本未出版的书",
    "gpt-2": "WebText：karma 不少于 3 的链接指向的 800 万个网页，40 GB",
    "gpt-3": "五个来源的 3000 亿词元，见“GPT-3 读了什么”一课",
    "gpt-4": "公开的和取得许可的数据，没有更多说明",
    bert: "BooksCorpus 和英文维基百科，33 亿词",
    installed: "见“模型”",
    source:
      "文本出处：Radford 等 2018（4.1 节）；Radford 等 2019（2.1 节）；Brown 等 2020（2.2 节）；Devlin 等 2019（3.1 节）；OpenAI 2023（第 2 节）。",
  },
};
