// What a lesson's page by itself holds: `lesson.html`, which the build writes, has the program alone.

import { ADDRESSES } from "../../../../../core/recordings/addresses";
import { dataFiles } from "../../../../../core/recordings/dataFiles";
import type { SavedRun } from "../../../../../core/runFile/runs";
import { preferences } from "../../../../../state/preferences.svelte";
import { dataOf, openLesson, type Opened } from "../lessons";
import { isOwn } from "../own/own.svelte";
import { lessons } from "../state.svelte";

const RECORDED = "../../recordings/";
const NETS = import.meta.glob<string>("../../../lessons/*/{net.onnx,tokenizer.json}", {
  eager: true,
  query: "?url",
  import: "default",
});

export interface LessonContents {
  address: string; // of the lesson and its state
  made: string;
  shotglass: string; // its version
  own: Omit<Opened, "Figure" | "Stock"> | null; // a lesson of a folder; JSON holds no component
  files: Record<string, unknown>; // of data, by their paths in the source
}

/** Rejects where a file of it cannot be fetched. */
export async function contentsOf({ made, shotglass }: SavedRun): Promise<string> {
  const opened = await openLesson(lessons.lesson, preferences.language);
  const files = await Promise.all(
    [...dataFiles].map(async (name) => {
      const address = ADDRESSES[RECORDED + name];
      return address === undefined
        ? ([name, await dataOf(name)] as const)
        : ([RECORDED + name, await uriOf(address)] as const);
    }),
  );
  const contents: LessonContents = {
    address: lessons.toQuery().toString(),
    ...{ made, shotglass },
    own: isOwn(opened.lesson.id) ? opened : null,
    files: { ...Object.fromEntries(files), ...(await netOf(opened.lesson.id)) },
  };
  return JSON.stringify(contents);
}

/** The files of a lesson's network and, compressed, the program that runs it; nothing for others. */
async function netOf(id: string): Promise<Record<string, string>> {
  const own = Object.entries(NETS).filter(([path]) => path.split("/").at(-2) === id);
  if (own.length === 0) return {};
  const { build } = await import("../../../../../runtime/session/wasmRuntime");
  const program = (await fetched(build.files.wasm)).body?.pipeThrough(
    new CompressionStream("gzip"),
  );
  const files = own.map(
    async ([path, address]) => [path.slice("../".length), await uriOf(address)] as const,
  );
  return {
    ...Object.fromEntries(await Promise.all(files)),
    onnxruntime: await asUri(await new Response(program).blob()),
  };
}

async function fetched(address: string): Promise<Response> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

async function uriOf(address: string): Promise<string> {
  return asUri(await (await fetched(address)).blob());
}

async function asUri(data: Blob): Promise<string> {
  const reader = new FileReader();
  reader.readAsDataURL(data);
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error(data.type));
  });
}
