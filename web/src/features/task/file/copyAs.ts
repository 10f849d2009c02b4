// The comparison as a command or a program that asks the same, to be run as it stands.

import type { CompareRequest } from "../../../core/api/api";

type Asked = Pick<CompareRequest, "model" | "precision" | "prompt" | "lanes" | "settings">;

const PATH = "/api/v1/compare";

function body(asked: Asked, indent?: number): string {
  const { model, precision, prompt, lanes, settings } = asked;
  return JSON.stringify({ model, precision, prompt, lanes, settings, stream: false }, null, indent);
}

/** For a POSIX shell: one word, whatever it holds. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `origin` is the server's, e.g. `http://127.0.0.1:8000`. */
export function curl(origin: string, asked: Asked): string {
  return [
    `curl -sS --fail-with-body ${shellQuoted(origin + PATH)}`,
    `  -H 'Content-Type: application/json'`,
    `  --data-raw ${shellQuoted(body(asked))}`,
  ].join(" \\\n");
}

/**
 * Python 3, standard library only. JSON holds no three quotes in a row and no raw line break in a
 * text, so a raw triple-quoted string keeps it letter by letter.
 */
export function python(origin: string, asked: Asked): string {
  return `import json
import urllib.request

body = r"""${body(asked, 2)}"""
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
