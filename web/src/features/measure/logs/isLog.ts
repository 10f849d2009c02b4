// Whether a file is a log of another program, told by its name or by its first keys: the server looks
// closer.

export function isLog(name: string, text: string): boolean {
  if (/\.(eval|jsonl)$/.test(name)) return true;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || "record" in value) return false;
    return "eval" in value || "results" in value;
  } catch {
    return false;
  }
}
