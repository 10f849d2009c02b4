// reading.py once more, for onnxruntime in JavaScript: Node.js and the browser share it.

/** All logits of the text as float32, and the seconds that `tokens` more took, greedily. */
export async function measure(reader, task) {
  const rows = [];
  let at = 0;
  for (const size of task.pieces) {
    rows.push(await reader.read(task.ids.slice(at, at + size)));
    at += size;
  }
  let last = rows.at(-1);
  const began = performance.now();
  for (let i = 0; i < task.tokens; i++) last = await reader.read([likeliest(last)]);
  return {
    logits: joined(rows.map((row) => row.data)),
    seconds: (performance.now() - began) / 1000,
  };
}

/** A reader of one text: `read(ids)` gives a logits tensor whose last axis is the vocabulary. */
export function reader(ort, session, task) {
  return new { cached: Cached, "in-place": InPlace, whole: Whole }[task.interface](
    ort,
    session,
    task,
  );
}

function likeliest(logits) {
  const last = logits.data.slice(-logits.dims.at(-1));
  return last.indexOf(last.reduce((a, b) => Math.max(a, b)));
}

function joined(parts) {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

class Interface {
  constructor(ort, session, task) {
    this.ort = ort;
    this.session = session;
    this.task = task;
    this.done = 0;
  }

  int64(values, dims = [1, values.length]) {
    return new this.ort.Tensor("int64", BigInt64Array.from(values, BigInt), dims);
  }

  int32(values, dims) {
    return new this.ort.Tensor("int32", Int32Array.from(values), dims);
  }

  /** An empty cache, or one of `length` zeros. */
  cache(length) {
    const { layers, kv_heads, head_size } = this.task;
    const past = {};
    for (let layer = 0; layer < layers; layer++)
      for (const part of ["key", "value"])
        past[`past_key_values.${layer}.${part}`] = new this.ort.Tensor(
          "float32",
          new Float32Array(kv_heads * length * head_size),
          [1, kv_heads, length, head_size],
        );
    return past;
  }

  /** The feeds that the graph takes, with the cache, which what comes out replaces. */
  async run(feeds) {
    const { inputNames } = this.session;
    const taken = Object.entries({ ...feeds, ...this.past }).filter(([name]) =>
      inputNames.includes(name),
    );
    const outputs = ["logits", ...Object.keys(this.past ?? {}).map(presentOf)];
    const found = await this.session.run(Object.fromEntries(taken), outputs);
    for (const name of Object.keys(this.past ?? {})) this.past[name] = found[presentOf(name)];
    return found.logits;
  }
}

const presentOf = (name) => name.replace("past_key_values", "present");
const range = (start, end) => Array.from({ length: end - start }, (_, i) => start + i);

class Whole extends Interface {
  async read(ids) {
    return this.run({
      input_ids: this.int64(ids),
      attention_mask: this.int64(ids.map(() => 1)),
      lens_rows: this.int64([ids.length - 1], [1]),
      logits_rows: this.int64(range(0, ids.length), [ids.length]), // of a masked model's native graph
    });
  }
}

class Cached extends Interface {
  async read(ids) {
    this.past ??= this.cache(0);
    const total = this.done + ids.length;
    const feeds = {
      input_ids: this.int64(ids),
      attention_mask: this.int64(range(0, total).map(() => 1)),
      position_ids: this.int64(range(this.done, total)),
    };
    this.done = total;
    return this.run(feeds);
  }
}

class InPlace extends Interface {
  async read(ids) {
    this.past ??= this.cache(this.task.ids.length + this.task.tokens);
    const total = this.done + ids.length;
    const feeds = {
      input_ids: this.int64(ids),
      position_ids: this.int64(range(this.done, total)),
      seqlens_k: this.int32([total - 1], [1]),
      total_sequence_length: this.int32([total], []),
      logits_rows: this.int64(range(0, ids.length), [ids.length]),
    };
    this.done = total;
    return this.run(feeds);
  }
}
