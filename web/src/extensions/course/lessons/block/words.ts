// What the figure says, in the lesson's front matter.

export interface Words {
  kind: string;
  kinds: {
    "gpt-1": string;
    "gpt-2": string;
    bert: string;
    llama: string;
  };
  size: string;
  reading: {
    width: string;
    heads: string;
  };
  cross: string;
  caption: string;
  repeated: string;
  groups: {
    attention: string;
    seeing: string;
    cross: string;
    ffn: string;
  };
  source: string;
  columns: {
    part: string;
    parameters: string;
    flops: string;
    bytes: string;
  };
  tied: string;
  block: string;
  blocks: string;
  whole: string;
  full: string;
  published: string;
  adds: string;
  numbers: string;
  hint: string;
  short: {
    query: string;
    key: string;
    value: string;
    mix: string;
    output: string;
    norm: string;
    gate: string;
    up: string;
    activation: string;
    down: string;
    embedding: string;
    position: string;
    segment: string;
    head: string;
    pooler: string;
  };
  names: {
    attention_norm: string;
    query: string;
    key: string;
    value: string;
    query_norm: string;
    key_norm: string;
    attention_out_norm: string;
    mix: string;
    output: string;
    cross_norm: string;
    cross_query: string;
    cross_key: string;
    cross_value: string;
    cross_mix: string;
    cross_output: string;
    ffn_norm: string;
    ffn_out_norm: string;
    gate: string;
    up: string;
    activation: string;
    down: string;
    embedding: string;
    position: string;
    segment: string;
    embedding_norm: string;
    final_norm: string;
    head: string;
    pooler: string;
  };
  does: {
    norm: string;
    query: string;
    key: string;
    value: string;
    mix: string;
    output: string;
    cross: string;
    gate: string;
    up: string;
    activation: string;
    down: string;
    embedding: string;
    position: string;
    segment: string;
    head: string;
    pooler: string;
  };
}
