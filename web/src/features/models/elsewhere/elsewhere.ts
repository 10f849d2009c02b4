// Programs that run an export outside this page: the files `Generate.*` beside this one, as they are.

const FILES = import.meta.glob<string>("./[Gg]enerate.*", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** By the ending of the file, in the order in which they are shown. */
const LANGUAGES = { py: "Python", mjs: "JavaScript", cpp: "C++", cs: "C#" } as const;

const GRAPH = "portable.onnx"; // what the files call the graph

export interface Program {
  ending: string;
  language: string;
  text: string;
}

/** The programs over a graph, by its path in the unpacked zip. */
export function programs(graph: string, files: Record<string, string> = FILES): Program[] {
  return Object.entries(LANGUAGES).flatMap(([ending, language]) => {
    const text = Object.entries(files).find(([name]) => name.endsWith(`.${ending}`))?.[1];
    return text === undefined ? [] : [{ ending, language, text: text.replaceAll(GRAPH, graph) }];
  });
}
