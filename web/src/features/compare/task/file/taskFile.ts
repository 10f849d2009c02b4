// A task as a file: the prompt object as JSON, one that any of the API's callers can send too.

import { parsePrompt, PromptError, type Prompt } from "../../../../core/prompting/render";
import type { CompareRequest } from "../../../../core/api/api";
import { withoutEnd } from "../../../../core/text/ends";

export const MOST_BYTES = 256_000;

/** Why a file is no task, for the page to say it in its words. */
export type TaskFault =
  | { kind: "size"; bytes: number }
  | { kind: "json"; detail: string }
  | { kind: "prompt"; detail: string; at: string };

export function taskJson(prompt: Prompt): string {
  return `${JSON.stringify(prompt, null, 2)}\n`;
}

/** `word-opposites.json`, from what the task calls itself. */
export function taskFileName(prompt: Prompt): string {
  const plain = (prompt.id ?? "").replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "");
  const name = withoutEnd(plain, /[-.]/);
  return `${name === "" ? "task" : name.slice(0, 80)}.json`;
}

/** The task in the text of a file, or what is wrong with it and where. */
export function readTask(text: string): Prompt | TaskFault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: "json", detail: error instanceof Error ? error.message : "" };
  }
  try {
    return parsePrompt(value);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    const at = error.pointer.replace(/^\/prompt/, "") || "/";
    return { kind: "prompt", detail: error.message, at };
  }
}

export function isFault(read: Prompt | TaskFault): read is TaskFault {
  return "kind" in read;
}

// The comparison as a command or a program that asks the same, to be run as it stands.

type Asked = Pick<CompareRequest, "model" | "precision" | "prompt" | "lanes" | "settings">;

const PATH = "/api/v1/compare";

function body(request: Asked, indent?: number): string {
  const { model, precision, prompt, lanes, settings } = request;
  return JSON.stringify({ model, precision, prompt, lanes, settings, stream: false }, null, indent);
}

/** For a POSIX shell: one word, whatever it holds. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `origin` is the server's, e.g. `http://127.0.0.1:8000`. */
export function curl(origin: string, request: Asked): string {
  return [
    `curl -sS --fail-with-body ${shellQuoted(origin + PATH)}`,
    `  -H 'Content-Type: application/json'`,
    `  --data-raw ${shellQuoted(body(request))}`,
  ].join(" \\\n");
}

/**
 * Python 3, standard library only. JSON holds no three quotes in a row and no raw line break in a
 * text, so a raw triple-quoted string keeps it letter by letter.
 */
export function python(origin: string, request: Asked): string {
  return `import json
import urllib.request

body = r"""${body(request, 2)}"""
request = urllib.request.Request(
    ${JSON.stringify(origin + PATH)},
    data=body.encode("utf-8"),
    headers={"Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    events = json.load(answer)["events"]
for event in events:
    if event["type"] == "score":
        for label in event["labels"]:
            print(event["lane"], ascii(label["text"]), label["p"])
    elif event["type"] == "done":
        print(event["lane"], "wrote", ascii(event["text"]))
    elif event["type"] == "failed":
        print(event["lane"], "failed:", event["problem"]["detail"])
`;
}
