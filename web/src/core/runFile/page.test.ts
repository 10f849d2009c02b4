import { describe, expect, it } from "vitest";
import { pageOf } from "./page";

const TEMPLATE = '<html lang="{lang}"><script type="application/json">{run}</script></html>';
const HOSTILE = "</script><img src=x onerror=alert(1)>\u2028<!--<script>{lang}{run}$&$1";

describe("a run as a page by itself", () => {
  it("holds the run, and nothing in it that could end its place", () => {
    const page = pageOf(TEMPLATE, `${JSON.stringify({ text: HOSTILE })}\n`, "zh-Hans");
    const [, run = ""] =
      /<script type="application\/json">(.*)<\/script><\/html>$/s.exec(page) ?? [];
    expect(run).not.toContain("<");
    expect(JSON.parse(run)).toEqual({ text: HOSTILE });
    expect(page.startsWith('<html lang="zh-Hans"><script')).toBe(true);
  });
});
