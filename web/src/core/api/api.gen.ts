// Made from /openapi.json by `make api`; change the server's types instead.

/**
 * `heads` of them off. `right` among the labels and `form`, the probability of all
 * labels; both also as the change from no head off, question by question.
 */
export type Ablation = {
  by: "answers" | "prefix" | "previous" | "random";
  ablating: "zero" | "mean";
  share: number;
  heads: number;
  right: Interval;
  form: Interval;
  right_change: Interval;
  form_change: Interval;
};

export type Alternative = {
  id: number;
  text: string;
  p: number;
};

export type AppliedTemplate = {
  prompt: string;
};

/**
 * The vector at `hidden_states.layer`; on the half that a layer is chosen on, and on the half
 * that it is judged on.
 */
export type AtLayer = {
  layer: number;
  choosing: Outcome;
  judged: Outcome;
};

/**
 * `baseline`: the logarithm of the label's mean probability after the content-free prompts.
 * `shares`: softmax of the labels' `scores`, by each measure; they sum to 1 over all labels.
 */
export type BatchLabel = {
  text: string;
  ids: number[];
  baseline: number | null;
  scores: Measures;
  shares: Measures;
};

/**
 * `prompt`, `prompt_ids`: one of them, as for `/api/v1/generate`. `continuation`: token
 * ids after the prompt, after which the search begins.
 */
export type BeamBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt?: string | null;
  prompt_ids?: number[] | null;
  continuation?: number[];
  settings?: BeamSettingsBody;
  stream?: boolean;
};

/**
 * One token of a beam search's tree. `parent` is a node, 0 the prompt; `logprob` is the
 * token's own, `total` the sum from the prompt on, in nats.
 *
 * `fate`: "kept" goes on, "finished" is an answer and has its normalised `score`, "pruned" was
 * dropped for better ones. At each step at most as many pruned nodes are reported as the beam is
 * wide.
 */
export type BeamNode = {
  node: number;
  parent: number;
  id: number;
  piece: string;
  logprob: number;
  total: number;
  fate: string;
  score: number | null;
};

/**
 * `node` is its last; `text` is without the token that ended it; `logprob` the sum.
 */
export type BeamResult = {
  node: number;
  ids: number[];
  text: string;
  reason: "stop_token" | "stop_text" | "length" | "cancelled";
  logprob: number;
  score: number;
};

/**
 * How wide and how far to search. Every field has a default.
 */
export type BeamSettingsBody = {
  width?: number;
  max_tokens?: number;
  n?: number;
  alpha?: number;
  normalisation?: "length" | "gnmt";
  early_stopping?: boolean;
};

/**
 * What one step of a beam search looked at, likeliest first. `index` counts from 0.
 */
export type BeamStep = {
  type: "beam";
  lane: string;
  index: number;
  nodes: BeamNode[];
};

/**
 * Of one cell, by its place: calibrated answers compared with those as they are.
 */
export type Calibration = {
  cell: number;
  difference: Difference;
};

/**
 * `logprob` in nats over the whole vocabulary; rank 0 is the likeliest token.
 */
export type Candidate = {
  text: string;
  id: number;
  logprob: number;
  p: number;
  rank: number;
};

/**
 * A task with `k` examples, and how it is answered.
 *
 * `items`: the questions, else those of the prompt object. `shot_set`: where the examples come
 * from; or `pool`: so many of the items, chosen by the seed, are examples and are not asked,
 * `balanced` over the answers unless that is false. `exact`: whether the answers of `items`
 * are exact texts; else they begin with a space where the template asks for one.
 * `questions`: so many items are judged. `only_cost`: tell what it would cost, and end.
 */
export type CauseBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: Prompt;
  items?: ItemBody[];
  k?: number;
  shot_set?: string | null;
  pool?: number;
  questions?: number;
  seed?: number;
  balanced?: boolean;
  exact?: boolean;
  only_cost?: boolean;
  stream?: boolean;
};

export type CauseEvent =
  | Waiting
  | CausesPlanned
  | CausesProgress
  | ExamplesFound
  | HeadsFound
  | VectorsFound
  | Failed
  | End;

/**
 * `model` is run in fp32; digests of its explain graph and weights. `fitted` and
 * `judged`: places of the items that something is taken from, and that it is judged on;
 * `examples`: those that are shown before each, in their first order.
 * `runs` of texts that have `tokens` in all; `seconds` are those of this machine, where some
 * of the very texts were timed.
 */
export type CausesPlanned = {
  type: "planned";
  lane: string;
  model: string;
  graph: string;
  weights: string[];
  k: number;
  fitted: number[];
  judged: number[];
  examples: Example[];
  runs: number;
  tokens: number;
  seconds: number;
};

/**
 * `done` of `total` runs. `seconds_left` by the speed so far.
 */
export type CausesProgress = {
  type: "progress";
  lane: string;
  done: number;
  total: number;
  seconds_left: number;
};

/**
 * `model`: 0 or 1, the plan's first or other; `conditions`: their places.
 */
export type Cell = {
  model: number;
  k: number;
  labels: number | "names" | "none";
  format: string;
  conditions: number[];
};

/**
 * Over the draws and orders of a cell; its intervals are those of `statistics.crossed`.
 * `always`: the answer that the model gives to every item under all of them, or None.
 */
export type CellFigures = {
  cell: Cell;
  right: Interval;
  form: Interval;
  choice: Interval;
  calibrated: Interval | null;
  always: string | null;
};

export type Chat = {
  id: string;
  model: string;
  system_fingerprint: string;
  object: "chat.completion";
  created: number;
  choices: ChatChoice[];
  usage: Usage;
  prompt_token_ids?: number[];
};

export type ChatBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  top_p?: number | null;
  min_p?: number | null;
  repetition_penalty?: number | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  temperature?: number | null;
  top_k?: number | null;
  logit_bias?: Record<string, number> | null;
  stop?: string | string[] | null;
  seed?: number | null;
  min_tokens?: number | null;
  ignore_eos?: boolean | null;
  truncate_prompt_tokens?: number | null;
  stream?: boolean | null;
  /**
   * Taken and ignored.
   */
  user?: unknown;
  /**
   * Taken and ignored.
   */
  metadata?: unknown;
  /**
   * Taken and ignored.
   */
  store?: unknown;
  /**
   * Taken and ignored.
   */
  service_tier?: unknown;
  /**
   * Taken and ignored.
   */
  safety_identifier?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_key?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_retention?: unknown;
  n?: number | null;
  return_token_ids?: boolean | null;
  stream_options?: StreamOptions | null;
  use_beam_search?: null | false;
  stop_token_ids?: null | [];
  response_format?: null | { type: "text" };
  messages: Message[];
  max_tokens?: number | null;
  max_completion_tokens?: number | null;
  logprobs?: boolean | null;
  top_logprobs?: number | null;
  /**
   * Taken and ignored.
   */
  parallel_tool_calls?: unknown;
  tools?: null | [];
  functions?: null | [];
  tool_choice?: null | "none" | "auto";
  function_call?: null | "none" | "auto";
  modalities?: null | ["text"];
  audio?: null;
  prediction?: null;
  reasoning_effort?: null | "none";
  verbosity?: null;
  web_search_options?: null;
};

export type ChatChoice = {
  message: {
    role: string;
    content: string;
    refusal: null;
  };
  index: number;
  logprobs: {
    content: ChatToken[];
    refusal: null;
  } | null;
  finish_reason: "stop" | "length" | null;
  token_ids?: number[];
};

export type ChatChunk = {
  id: string;
  model: string;
  system_fingerprint: string;
  object: "chat.completion.chunk";
  created: number;
  choices: ChatChunkChoice[];
  usage?: Usage | null;
  prompt_token_ids?: number[];
};

export type ChatChunkChoice = {
  delta: Record<string, unknown>;
  index: number;
  logprobs: {
    content: ChatToken[];
    refusal: null;
  } | null;
  finish_reason: "stop" | "length" | null;
  token_ids?: number[];
};

/**
 * `messages` are those of `/v1/chat/completions`.
 */
export type ChatRenderBody = {
  model: string;
  messages: Message[];
};

export type ChatToken = {
  token: string;
  logprob: number;
  bytes: number[];
  top_logprobs: {
    token: string;
    logprob: number;
    bytes: number[];
  }[];
};

export type CompareBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: Prompt;
  lanes: LaneBody[];
  settings?: SettingsBody;
  stream?: boolean;
};

export type Comparison = {
  pair: Pair;
  difference: Difference;
};

export type Completion = {
  id: string;
  model: string;
  system_fingerprint: string;
  object: "text_completion";
  created: number;
  choices: CompletionChoice[];
  usage: Usage;
};

/**
 * `echo`: the prompt and what the model thought of its tokens come first. `best_of`: how
 * many samples the `n` with the highest mean log-probability are chosen from.
 * `add_special_tokens`: false leaves out the start token that the model's tokenizer puts before
 * a text; prompts of token ids are read as they are in any case.
 */
export type CompletionBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  top_p?: number | null;
  min_p?: number | null;
  repetition_penalty?: number | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  temperature?: number | null;
  top_k?: number | null;
  logit_bias?: Record<string, number> | null;
  stop?: string | string[] | null;
  seed?: number | null;
  min_tokens?: number | null;
  ignore_eos?: boolean | null;
  truncate_prompt_tokens?: number | null;
  stream?: boolean | null;
  /**
   * Taken and ignored.
   */
  user?: unknown;
  /**
   * Taken and ignored.
   */
  metadata?: unknown;
  /**
   * Taken and ignored.
   */
  store?: unknown;
  /**
   * Taken and ignored.
   */
  service_tier?: unknown;
  /**
   * Taken and ignored.
   */
  safety_identifier?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_key?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_retention?: unknown;
  n?: number | null;
  return_token_ids?: boolean | null;
  stream_options?: StreamOptions | null;
  use_beam_search?: null | false;
  stop_token_ids?: null | [];
  response_format?: null | { type: "text" };
  prompt: string | string[] | number[] | number[][];
  max_tokens?: number | null;
  best_of?: number | null;
  echo?: boolean | null;
  logprobs?: number | null;
  add_special_tokens?: boolean | null;
  suffix?: null | "";
};

export type CompletionChoice = {
  index: number;
  text: string;
  logprobs: {
    tokens: string[];
    token_logprobs: (number | null)[];
    top_logprobs: (Record<string, number> | null)[];
    text_offset: number[];
  } | null;
  finish_reason: "stop" | "length" | null;
  token_ids?: number[];
  prompt_token_ids?: number[];
};

export type CompletionChunk = {
  id: string;
  model: string;
  system_fingerprint: string;
  object: "text_completion";
  created: number;
  choices: CompletionChoice[];
  usage?: Usage | null;
};

/**
 * `draw` and `order` count from 0; `shots` as they are shown; `names`: pairs of a label
 * and the name that stands for it, where there are any.
 */
export type Condition = {
  id: string;
  k: number;
  draw: number;
  order: number;
  labels: number | "names" | "none";
  format: string;
  template: string;
  shots: Example[];
  names?: [string, string][];
};

/**
 * Of what should not matter: orders of one draw's examples, draws, or formats. `among`: the
 * conditions, or for formats the cells, that are compared.
 */
export type ConditionSpread = {
  factor: "order" | "draw" | "format";
  measure: "right" | "calibrated";
  among: number[];
  model: number;
  spread: Spread;
};

/**
 * What is varied; every combination is asked.
 *
 * `k`: numbers of examples. `draws`: how often examples are drawn anew (1: the first k of the
 * set). `orders`: in how many orders they are shown. `labels`: the share of examples with the
 * right answer, "names" (random ones for all answers) or "none" (examples without answers).
 * `formats`: names, or templates. `content_free`: inputs without content, for calibration.
 */
export type ConditionsBody = {
  k?: number[];
  draws?: number;
  orders?: number;
  labels?: (number | "names" | "none")[];
  formats?: string[];
  content_free?: string[];
};

/**
 * With the heads of `by` off less with those of `other` off, question by question.
 */
export type Contrast = {
  by: "answers" | "prefix" | "previous" | "random";
  other: "answers" | "prefix" | "previous" | "random";
  ablating: "zero" | "mean";
  share: number;
  right: Interval;
  form: Interval;
};

/**
 * Of one model. `prompts` are asked, content-free ones included; `prompt_tokens` are in
 * them, of which `computed_tokens` are left when what the prompts of a condition begin with is
 * computed once. Both are estimates from some prompts of some conditions. `seconds` are those of
 * this machine: some of the very prompts were timed.
 */
export type Cost = {
  prompts: number;
  prompt_tokens: number;
  computed_tokens: number;
  seconds: number;
};

export type DecodeBody = {
  tokens: number[];
  model?: string | null;
};

export type Decoded = {
  prompt: string;
  content: string;
};

/**
 * `change` with its interval at `level`. `gained` items went from wrong to right,
 * `lost` the other way; over several draws of examples an item counts by its sum. `holm`:
 * `p` corrected. `draws`: of how many sets of examples; of one, it holds for this one.
 */
export type Difference = {
  change: Interval;
  gained: number;
  lost: number;
  p: number;
  holm: number;
  answer: "higher" | "lower" | "none as large" | "not enough";
  level: number;
  draws: number;
};

/**
 * The head of a next-token distribution and what is not shown of it.
 *
 * sum(p of alternatives) + rest = 1; `rest_tokens` is how many tokens share `rest`.
 * `entropy` in nats.
 */
export type Distribution = {
  alternatives: Alternative[];
  rest: number;
  rest_tokens: number;
  entropy: number;
};

/**
 * A sample has ended; `text` is all of it, without the stop string.
 */
export type Done = {
  type: "done";
  lane: string;
  sample: number;
  reason: "stop_token" | "stop_text" | "length" | "cancelled";
  text: string;
  tokens: number;
};

/**
 * What a run of the same plan that was cut off has measured. `fingerprints`: of the models,
 * as its `planned` event told them.
 */
export type EarlierBody = {
  fingerprints?: string[];
  measured?: EarlierReadingsBody[];
};

/**
 * As a `measured` event told them.
 */
export type EarlierReadingsBody = {
  model: number;
  condition: number;
  prompts: string;
  readings: ReadingsBody;
};

/**
 * `prompt` with vLLM's field or `content` with llama.cpp's: one of the two. `model` may
 * be left out: it is then the first model of the server.
 *
 * `add_special_tokens`: true adds what the tokenizer puts at both ends of a text; left out, the
 * tokens are those of the text as a prompt of `/v1/completions`. `add_special`: the same, but
 * left out it is false. `parse_special`: false leaves the names of special tokens text.
 * `with_pieces`: tokens are answered as {"id", "piece"}, where a piece that is no text is its
 * bytes.
 */
export type EncodeBody = {
  prompt?: string | null;
  add_special_tokens?: boolean | null;
  content?: string | null;
  add_special?: boolean | null;
  parse_special?: boolean | null;
  with_pieces?: boolean | null;
  model?: string | null;
};

export type Encoded = {
  count: number;
  max_model_len: number;
  tokens:
    | number[]
    | {
        id: number;
        piece: string | number[];
      }[];
};

/**
 * Nothing follows. Times in milliseconds; `lane` is empty.
 */
export type End = {
  type: "end";
  lane: string;
  prompt_tokens: number;
  computed_prompt_tokens: number;
  generated_tokens: number;
  first_token_ms: number;
  total_ms: number;
};

export type Event = Waiting | Start | Score | Token | Done | Failed | End;

/**
 * As it is shown: its answer may be a wrong one, a name, or nothing.
 */
export type Example = {
  input: string;
  output: string;
};

/**
 * Means over questions with their bootstrap.
 */
export type ExampleEffect = {
  input: string;
  output: string;
  deleted: Interval;
  hidden: Interval;
  answer_hidden: Interval;
  attention: Interval;
};

export type ExampleFigures = {
  n: number;
  log_odds: Interval;
  first_token: Interval;
  examples: ExampleEffect[];
  correlations: RankCorrelation[];
  readings: ExampleReadings[];
};

/**
 * One question, with a value an example (k,): the log-odds lost without it, with it hidden,
 * with its answer hidden; and the share of the last token's attention on it, mean over layers and
 * heads. `log_odds` with all of them; `first_token`: the share of attention on the first token
 * of the text, which belongs to no example.
 */
export type ExampleReadings = {
  log_odds: number;
  first_token: number;
  deleted: number[];
  hidden: number[];
  answer_hidden: number[];
  attention: number[];
};

export type ExamplesFound = {
  type: "examples";
  lane: string;
  figures: ExampleFigures;
};

/**
 * What to look at inside. `layers`: whose attention to give, and with it whose `scores`
 * and `hidden` states; `lens`: the token whose layers are read out.
 */
export type ExplainBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: string;
  layers?: number[];
  scores?: boolean;
  hidden?: boolean;
  thumbnails?: boolean;
  lens?: number | null;
  surprisal?: boolean;
};

export type Explained = {
  model: string;
  graph: string;
  precision: string;
  writes: Writes;
  tokens: Piece[];
  layers: number;
  heads: number;
  head_size: number;
  width: number;
  bytes: number;
  bidirectional: boolean;
  windows: number[];
  arrays: {
    name: string;
    shape: number[];
    dtype: string;
    offset: number;
    bytes: number;
  }[];
  lens: Lens | null;
  surprisals?: (Surprisal | null)[];
};

export type Export = {
  id: string;
  model: string;
  format: string;
  precision: string;
  file: string;
  report: Record<string, unknown>;
};

/**
 * Without a precision the format's natural one is taken.
 */
export type ExportBody = {
  format: "portable" | "int8" | "native" | "explain" | "hf" | "web" | "genai" | "triton" | "gguf";
  precision?: "fp32" | "fp16" | "int8" | "int4" | null;
  stream?: boolean;
};

export type ExportEvent = Progress | Exported | Failed;

/**
 * The last: an entry of the list of exports.
 */
export type Exported = {
  type: "exported";
  lane: string;
  export: Record<string, unknown>;
};

export type Exports = {
  exports: Export[];
  formats: Record<string, string[]>;
  masked: string[];
  install: string | null;
};

/**
 * The lane cannot go on; `problem` is the RFC 9457 body a plain request would have got.
 */
export type Failed = {
  type: "failed";
  lane: string;
  problem: Record<string, unknown>;
};

/**
 * `chance`: the share of right items that guessing gives. `comparisons` are corrected among
 * themselves, and so are `calibrations`.
 */
export type Figures = {
  chance: number;
  cells: CellFigures[];
  comparisons: Comparison[];
  calibrations: Calibration[];
  slopes: LabelSlope[];
  spreads: ConditionSpread[];
};

export type FileEntry = {
  bytes: number;
  sha256: string;
};

export type Fill = {
  model: string;
  mask: string;
  texts: Filled[];
  usage: {
    prompt_tokens: number;
  };
};

/**
 * `text`, or up to 64 `texts`: one of the two. Each has at least one gap, marked by [MASK]
 * or by the model's own mask token, and all have 256 at most. `candidates`: texts of one token
 * each, with their leading space, that are scored at every gap; `top`: how many of the likeliest
 * tokens are given there.
 */
export type FillBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  text?: string | null;
  texts?: string[] | null;
  candidates?: string[];
  top?: number;
};

/**
 * A text's tokens as the model reads them, and what stands at each of its gaps, in order.
 */
export type Filled = {
  text: string;
  tokens: Piece[];
  gaps: Gap[];
};

/**
 * A beam search has ended; `results`: the best of all that finished, best first.
 */
export type Found = {
  type: "found";
  lane: string;
  results: BeamResult[];
  finished: number;
};

/**
 * `token`: its index in the tokens of the text; `start`, `end`: the place of its mark in
 * the text, in code points.
 */
export type Gap = {
  token: number;
  start: number;
  end: number;
  distribution: Distribution;
  candidates: Candidate[];
};

export type GenerateBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt?: string | null;
  prompt_ids?: number[] | null;
  settings?: SettingsBody;
  stream?: boolean;
};

/**
 * `precision`: "int8" and "fp16" (for GPUs) are written in; "web" is what browsers run.
 */
export type GraphBody = {
  precision: "int8" | "fp16" | "web";
  stream?: boolean;
};

/**
 * A graph of the folder: its file, the weight files it reads, how its weights are stored.
 */
export type GraphEntry = {
  file: string;
  weights: string[];
  precision: string;
};

export type GraphEvent = Progress | Made | Failed;

/**
 * `right` and `form` with all heads. Intervals over several draws of random heads are those
 * of `statistics.crossed`.
 */
export type HeadFigures = {
  n: number;
  draws: number;
  right: Interval;
  form: Interval;
  rankings: Ranking[];
  ablations: Ablation[];
  contrasts: Contrast[];
};

/**
 * `draws`: of as many random heads, to compare with.
 */
export type HeadsBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: Prompt;
  items?: ItemBody[];
  k?: number;
  shot_set?: string | null;
  pool?: number;
  questions?: number;
  seed?: number;
  balanced?: boolean;
  exact?: boolean;
  only_cost?: boolean;
  stream?: boolean;
  draws?: number;
};

export type HeadsFound = {
  type: "heads";
  lane: string;
  figures: HeadFigures;
};

/**
 * Also as an earlier answer's `output` has it, whose `id` and `status` say nothing.
 */
export type InputMessage = {
  type?: null | "message";
  role: "system" | "developer" | "user" | "assistant";
  content:
    | string
    | {
        type: "input_text" | "output_text";
        text: string;
        annotations?: unknown;
        logprobs?: unknown;
      }[];
  /**
   * Taken and ignored.
   */
  id?: unknown;
  /**
   * Taken and ignored.
   */
  status?: unknown;
  /**
   * Taken and ignored.
   */
  phase?: unknown;
};

export type InstalledModel = {
  id: string;
  name: string;
  task: string;
  licence: string;
  status: "idle" | "loading" | "ready" | "failed";
  precision: "int8" | "fp32" | "fp16" | null;
  precisions: {
    name: "int8" | "fp32";
    kind: string;
    made: boolean;
    status: "idle" | "loading" | "ready" | "failed";
    quality: Record<string, unknown> | null;
  }[];
  web: {
    made: boolean;
    kind: "web" | "native";
  };
  chat: boolean;
};

/**
 * An estimate and the ends of its interval; low <= value <= high.
 */
export type Interval = {
  value: number;
  low: number;
  high: number;
};

/**
 * A question with its answer, of the set that accuracy is counted on.
 */
export type Item = {
  input: string;
  expected: string;
};

/**
 * A question with its answer; `labels`: the answers it is read at, where they are its own.
 */
export type ItemBody = {
  input: string;
  expected: string;
  labels?: string[];
};

/**
 * A possible answer, exactly as it would follow the prompt; `name` is for people.
 */
export type Label = {
  text: string;
  name?: string | null;
};

/**
 * `p` is the label's probability (chain rule), `share` its part of all labels' mass.
 */
export type LabelScore = {
  text: string;
  ids: number[];
  logprob: number;
  p: number;
  share: number;
};

/**
 * By how much the share of right items rises from all answers wrong to all right (Yoo et al.
 * 2022, arXiv:2205.12685, label-correctness sensitivity). `cells`: which are on the line.
 */
export type LabelSlope = {
  cells: number[];
  slope: Interval;
};

/**
 * `shots` are positions in the set, in the order shown; none is zero-shot. `reasoning`: the
 * model reasons before it answers, as the template's {reasoning} shows.
 */
export type LaneBody = {
  id: string;
  shot_set?: string | null;
  shots?: number[];
  reasoning?: boolean;
};

/**
 * All layers at token `row`. `final` is what the last layer says, `next` the token that
 * follows in the text, None at its end.
 */
export type Lens = {
  row: number;
  final: NamedToken;
  next: NamedToken | null;
  layers: LensLayer[];
};

/**
 * The residual stream before layer `layer` (after the last one for layer = L) as the head
 * reads it: its likeliest tokens, and where two tokens stand. `entropy` in nats.
 */
export type LensLayer = {
  layer: number;
  top: Alternative[];
  final: Standing;
  next: Standing | null;
  entropy: number;
};

export type LlamaCompletion = {
  content: string;
  tokens: number[];
  index: number;
  tokens_predicted: number;
  tokens_evaluated: number;
  stop: true;
  model: string;
  prompt: string;
  generation_settings: Record<string, unknown>;
  has_new_line: boolean;
  truncated: false;
  stop_type: "eos" | "limit" | "word" | "none";
  stopping_word: string;
  tokens_cached?: number;
  timings?: LlamaTimings;
  completion_probabilities?: LlamaToken[];
};

/**
 * `model` may be left out: it is then the first model of the server. `n_predict`: -1 is as
 * many tokens as fit. `n_probs`: how many of the likeliest tokens to tell of in the place of
 * each. Null is the default everywhere, and the defaults are llama.cpp's.
 */
export type LlamaCompletionBody = {
  n_cmpl?: null | 1;
  n_indent?: null | 0;
  /**
   * Taken and ignored.
   */
  n_keep?: unknown;
  /**
   * Taken and ignored.
   */
  n_cache_reuse?: unknown;
  /**
   * Taken and ignored.
   */
  cache_prompt?: unknown;
  /**
   * Taken and ignored.
   */
  id_slot?: unknown;
  min_keep?: null | 0 | 1;
  t_max_predict_ms?: null | 0;
  dynatemp_range?: null | 0;
  /**
   * Taken and ignored.
   */
  dynatemp_exponent?: unknown;
  typical_p?: null | 1;
  top_n_sigma?: null | -1;
  xtc_probability?: null | 0;
  /**
   * Taken and ignored.
   */
  xtc_threshold?: unknown;
  mirostat?: null | 0;
  /**
   * Taken and ignored.
   */
  mirostat_tau?: unknown;
  /**
   * Taken and ignored.
   */
  mirostat_eta?: unknown;
  dry_multiplier?: null | 0;
  /**
   * Taken and ignored.
   */
  dry_base?: unknown;
  /**
   * Taken and ignored.
   */
  dry_allowed_length?: unknown;
  /**
   * Taken and ignored.
   */
  dry_penalty_last_n?: unknown;
  /**
   * Taken and ignored.
   */
  dry_sequence_breakers?: unknown;
  grammar?: null | "";
  json_schema?: null;
  samplers?: null | ["penalties", "temperature", "top_k", "top_p", "min_p"];
  lora?: null | [];
  timings_per_token?: null | false;
  return_progress?: null | false;
  post_sampling_probs?: null | false;
  backend_sampling?: null | false;
  response_fields?: null | [];
  prompt:
    | string
    | {
        prompt_string: string;
      }
    | (number | string)[]
    | (
        | string
        | {
            prompt_string: string;
          }
        | (number | string)[]
      )[];
  model?: string | null;
  n_predict?: number | null;
  temperature?: number | null;
  top_k?: number | null;
  top_p?: number | null;
  min_p?: number | null;
  repeat_penalty?: number | null;
  repeat_last_n?: number | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  logit_bias?: [number | string, number | false][] | Record<string, number | false>;
  stop?: string | string[] | null;
  seed?: number | null;
  ignore_eos?: boolean | null;
  n_probs?: number | null;
  return_tokens?: boolean | null;
  stream?: boolean | null;
  /**
   * Taken and ignored.
   */
  user?: unknown;
};

export type LlamaCompletionChunk =
  | {
      content: string;
      tokens: number[];
      index: number;
      tokens_predicted: number;
      tokens_evaluated: number;
      stop: false;
      completion_probabilities?: LlamaToken[];
    }
  | LlamaCompletion;

export type LlamaTimings = {
  cache_n: number;
  prompt_n: number;
  prompt_ms: number;
  prompt_per_token_ms: number | null;
  prompt_per_second: number | null;
  predicted_n: number;
  predicted_ms: number;
  predicted_per_token_ms: number | null;
  predicted_per_second: number | null;
};

export type LlamaToken = {
  id: number;
  token: string;
  bytes: number[];
  logprob: number;
  top_logprobs: {
    id: number;
    token: string;
    bytes: number[];
    logprob: number;
  }[];
};

/**
 * `prompt`, `prompt_ids`: one of them, as for `/api/v1/generate`. `continuation`: token
 * ids after the prompt, as they were sampled or chosen. `prompt_top`: report how probable each
 * token of the prompt was, and this many of the likeliest tokens in its place.
 */
export type LogitsBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt?: string | null;
  prompt_ids?: number[] | null;
  continuation?: number[];
  prompt_top?: number | null;
};

/**
 * A graph was added: the model as the list of models has it now.
 */
export type Made = {
  type: "made";
  lane: string;
  model: Record<string, unknown>;
};

/**
 * `manifest.json`. Free-form mappings hold measured facts that pages show as they are.
 *
 * `stop_ids`: the tokens that end a text, in the source's order. `end_id`: the one of them
 * that the source calls its end token; None in folders from before it was written down.
 * `adds_start`: the source's tokenizer puts `start_id` before every text, and so do we; it
 * stands before an empty one in any case.
 */
export type Manifest = {
  id: string;
  name: string;
  task: "causal-lm" | "masked-lm";
  architecture: ModelConfig;
  graphs: Record<string, GraphEntry>;
  files: Record<string, FileEntry>;
  start_id: number | null;
  stop_ids: number[];
  licence: string;
  languages?: string[];
  chat_template?: string | null;
  notes?: string[];
  provenance?: Record<string, unknown>;
  parity?: Record<string, unknown>;
  quality?: Record<string, unknown>;
  format?: number;
  end_id?: number | null;
  adds_start?: boolean;
};

/**
 * The plan of a measurement, and how it is answered.
 *
 * `other_model`: is asked the same. `items`: the questions, else those of the prompt object.
 * `shot_set`: where examples come from; `pool`: so many of the items, chosen by the seed, are
 * examples to draw from instead and are not asked, which are `balanced` over the answers unless
 * that is false. `exact`: whether the answers of `items` are exact texts; else they begin with
 * a space where the template asks for one. `difference`: the smallest difference in the share of
 * right items that matters. `only_cost`: tell what it would cost, and end.
 * `earlier`: what a run that was cut off has measured; it is told again and not asked.
 */
export type MeasureBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: Prompt;
  items?: ItemBody[];
  conditions?: ConditionsBody;
  other_model?: string | null;
  shot_set?: string | null;
  pool?: number;
  seed?: number;
  balanced?: boolean;
  exact?: boolean;
  difference?: number;
  only_cost?: boolean;
  earlier?: EarlierBody;
  stream?: boolean;
};

export type MeasureEvent = Waiting | Planned | MeasureProgress | Measured | Summary | Failed | End;

/**
 * `done` of `total` prompts, and of this condition `count` of `n` items right so far.
 * `seconds_left` by the speed so far.
 */
export type MeasureProgress = {
  type: "progress";
  lane: string;
  model: number;
  condition: number;
  done: number;
  total: number;
  seconds_left: number;
  count: number;
  n: number;
  right: Interval | null;
};

/**
 * All readings of one model under one condition, and the row that they come to. `prompts`:
 * SHA-256 of the prompts that were asked and their labels.
 */
export type Measured = {
  type: "measured";
  lane: string;
  model: number;
  condition: number;
  prompts: string;
  readings: Readings;
  row: Row;
};

/**
 * `fingerprint`: as the engine's; two runs with the same one have the same bits where
 * `bit_stable` is true. Digests are SHA-256 of the files that were run.
 */
export type MeasuredModel = {
  id: string;
  precision: string;
  provider: string;
  fingerprint: string;
  bit_stable: boolean;
  graph: string;
  weights: string[];
  tokenizer: string;
};

/**
 * `logprob`: the sum over a label's tokens, in nats; `over_baseline`: that less what it is
 * after the content-free prompts, None where there are none.
 */
export type Measures = {
  logprob: number;
  per_token: number;
  per_byte: number;
  over_baseline: number | null;
};

/**
 * `name`: who speaks; a chat template may write it, as `message.name`.
 */
export type Message = {
  role: "system" | "developer" | "user" | "assistant";
  content:
    | string
    | {
        type: "text";
        text: string;
      }[];
  name?: string | null;
  refusal?: null;
  tool_calls?: null | [];
  audio?: null;
  function_call?: null;
};

/**
 * A line of metrics.jsonl, its kind first: start, step, held, probe, heads, resume, done
 */
export type Metric = Record<string, unknown>;

/**
 * A stack of attention and feed-forward layers, Llama-like or GPT-2-like or between.
 *
 * `gated`: feed-forward is `down(act(gate(x)) * up(x))` instead of `down(act(up(x)))`.
 * `*_bias`: whether the linear maps of that part carry a bias.
 * `tied`: the head is the token embedding.
 * `positions`: queries and keys are turned by theirs ("rotary"), or a vector of each position is
 * added to the token's: one that is a weight ("learned"), or sines and cosines, before which the
 * token's vector is multiplied by sqrt(D) ("sinusoidal": Vaswani et al. 2017, sections 3.4 and
 * 3.5). "none": a model knows of order what its causal mask tells it.
 * `norm_first`: each part reads a norm of what comes in (GPT-2, with one more norm at the end);
 * else the norm stands after each sum (GPT-1, BERT) and there is none at the end.
 * `windows`: how many tokens each layer's attention sees, the token itself counted, 0 for all
 * (GPT-3's bands); empty when every layer sees all.
 * `bidirectional`: attention has no causal mask (BERT). `segments`: rows of BERT's second
 * table, of which a single text uses row 0. `embedding_norm`: a norm before the first layer.
 * `head_transform`: a linear map, the activation and a norm before the head, a bias behind it.
 * `rope_scaling`: how rotary positions are stretched, if they are.
 * `experts`: how many feed-forward parts a layer has, of which a router chooses one for each
 * token and scales it by its probability (Switch: Fedus et al. 2021); 0: one without a router.
 * `rotary_size`: the pairs (x_i, x_{i + d/2}) that are turned hold so many numbers of a head,
 * the first ones; the others stay (GPT-NeoX); 0: all are turned. `local_rope_theta`: the base in
 * layers with a window, which are not stretched (Gemma 3); 0: that of all. `unturned`: layers
 * whose queries and keys are not turned (SmolLM3).
 * `head_norm`: queries and keys are normed before they are turned, each "head" by itself
 * (Qwen3) or over its whole "width" (OLMo 2).
 * `part_norms`: with `norm_first`, norms stand before each part, "in"; or on what the part
 * adds to the stream, "out" (OLMo 2), or there too, "both" (Gemma 2).
 * `parallel`: attention and feed-forward read the same stream, by "two norms" (GPT-NeoX) or by
 * "one norm" (Phi), and both are added to it at once.
 * `attention_scale`: what multiplies a query and a key's product; 0: 1/sqrt(d). With
 * `layer_scaled` it is divided by the layer's number, from 1, too.
 * `attention_softcap`, `logit_softcap`: scores or logits x become c tanh(x / c); 0: they stay
 * (Gemma 2). `embedding_scale` multiplies the token's vector (Gemma), 0: it stays.
 * `head_bias`: the head has a bias (Phi), as it has with `head_transform`.
 */
export type ModelConfig = {
  vocabulary: number;
  context: number;
  layers: number;
  width: number;
  heads: number;
  kv_heads: number;
  head_size: number;
  ffn_width: number;
  norm: "rms" | "layer";
  norm_epsilon: number;
  positions: "rotary" | "learned" | "sinusoidal" | "none";
  activation: "silu" | "gelu" | "gelu_tanh" | "quick_gelu" | "relu";
  gated: boolean;
  tied: boolean;
  attention_bias?: boolean;
  output_bias?: boolean;
  ffn_bias?: boolean;
  rope_theta?: number;
  norm_first?: boolean;
  windows?: number[];
  bidirectional?: boolean;
  segments?: number;
  embedding_norm?: boolean;
  head_transform?: boolean;
  rope_scaling?: RopeScaling | null;
  experts?: number;
  rotary_size?: number;
  local_rope_theta?: number;
  unturned?: number[];
  head_norm?: "none" | "head" | "width";
  part_norms?: "in" | "out" | "both";
  parallel?: "no" | "two norms" | "one norm";
  attention_scale?: number;
  layer_scaled?: boolean;
  attention_softcap?: number;
  logit_softcap?: number;
  embedding_scale?: number;
  head_bias?: boolean;
};

export type ModelEntry = {
  id: string;
  object: "model";
  owned_by: string;
  root: string;
  created: number;
  max_model_len: number;
};

export type ModelList = {
  object: "list";
  data: ModelEntry[];
};

export type Models = {
  models: InstalledModel[];
  default: string | null;
  broken: Record<string, unknown>[];
};

/**
 * `name`: a token's id, or a text whose tokens are meant, each as often as it occurs.
 */
export type NamedBias = {
  name: number | string;
  value: number;
};

export type NamedToken = {
  id: number;
  text: string;
};

/**
 * `right` among the labels, and `form`, the probability of all labels.
 */
export type Outcome = {
  right: Interval;
  form: Interval;
};

/**
 * A comparison, from one cell to another, by their places.
 */
export type Pair = {
  factor: "k" | "labels" | "format" | "model";
  before: number;
  after: number;
};

/**
 * A token of a prompt: its text, and where it begins and ends in code points.
 *
 * `text` shows bytes that are no whole character as `<0xE4>`; `part` is the index into
 * the rendered prompt's spans (see `prompting`), or None for a bare prompt. `special`: the
 * start token, which the tokenizer puts before the text and which is nowhere in it, or a token
 * that a chat template wrote.
 */
export type Piece = {
  id: number;
  text: string;
  start: number;
  end: number;
  part?: number | null;
  special?: boolean;
};

/**
 * All that is decided beforehand. `questions`: the places of the items that are asked;
 * `plan`: SHA-256 of the plan as JSON; `pairs` of `cells` are compared, and `detectable`
 * is the smallest difference that so many items and comparisons can be expected to show.
 */
export type Planned = {
  type: "planned";
  lane: string;
  plan: string;
  models: MeasuredModel[];
  costs: Cost[];
  questions: number[];
  labels: string[];
  conditions: Condition[];
  cells: Cell[];
  pairs: Pair[];
  detectable: number;
};

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors: {
    pointer: string;
    detail: string;
  }[];
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
  };
};

/**
 * `text` says what is done now, `share` how much of the whole is behind it, 0 to 1.
 */
export type Progress = {
  type: "progress";
  lane: string;
  text: string;
  share: number;
};

/**
 * The prompt object: one template for all lanes, named sets of shots, one query.
 *
 * Raises InvalidRequest with a pointer under `/prompt` where a rule is broken.
 *
 * `readout` says how the answer is read: at the labels, or as the text that follows.
 * `stop` None means: what follows `{output}` in the template (see `stops`).
 */
export type Prompt = {
  instruction?: string;
  template: string;
  shot_sets?: Record<string, Shot[]>;
  query: Query;
  labels?: Label[];
  readout?: "labels" | "text";
  items?: Item[];
  stop?: string[] | null;
  id?: string | null;
  lang?: string | null;
};

/**
 * `mass`: of all labels together. `boundary_moved` as in `events.Score`.
 */
export type PromptScore = {
  prompt_tokens: number;
  labels: BatchLabel[];
  mass: number;
  boundary_moved: string[];
};

/**
 * What was given as `prompt`: texts or token ids. `many`: as a list of them.
 */
export type Prompts = {
  items: (string | number[])[];
  many: boolean;
};

export type Properties = {
  models: Record<string, unknown>[];
  asked: Record<string, unknown>;
  versions: Record<string, unknown>;
};

/**
 * The question of every lane; `expected` is the right answer, where there is one.
 */
export type Query = {
  input: string;
  expected?: string | null;
};

/**
 * Spearman's, of the examples within each question; None where there is no order to compare.
 */
export type RankCorrelation = {
  one: "deleted" | "hidden" | "answer_hidden" | "attention";
  other: "deleted" | "hidden" | "answer_hidden" | "attention";
  correlation: Interval | null;
};

export type RankedHead = {
  layer: number;
  head: number;
  score: number;
};

/**
 * All heads, the highest score first.
 */
export type Ranking = {
  by: "answers" | "prefix" | "previous";
  heads: RankedHead[];
};

/**
 * Of one model under one condition: what `conditions.prompts_of` asks, in its order.
 */
export type Readings = {
  items: number[][];
  content_free: number[][];
};

export type ReadingsBody = {
  items: number[][];
  content_free: number[][];
};

/**
 * None is all there is.
 */
export type Reasoning = {
  effort?: null | "none";
  summary?: null;
  generate_summary?: null;
};

export type RenderedChat = {
  text: string;
  tokens: Piece[];
  count: number;
};

export type Response = {
  id: string;
  model: string;
  system_fingerprint: string;
  object: "response";
  created_at: number;
  status: "in_progress" | "completed" | "incomplete";
  incomplete_details: {
    reason: "max_output_tokens";
  } | null;
  output: ResponseMessage[];
  usage: ResponseUsage | null;
};

/**
 * `instructions` are a system message before all others. Nothing is kept, so `store` does
 * nothing. The knobs beside OpenAI's, such as `seed`, are those of `/v1/chat/completions`.
 */
export type ResponseBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  top_p?: number | null;
  min_p?: number | null;
  repetition_penalty?: number | null;
  presence_penalty?: number | null;
  frequency_penalty?: number | null;
  temperature?: number | null;
  top_k?: number | null;
  logit_bias?: Record<string, number> | null;
  stop?: string | string[] | null;
  seed?: number | null;
  min_tokens?: number | null;
  ignore_eos?: boolean | null;
  truncate_prompt_tokens?: number | null;
  stream?: boolean | null;
  /**
   * Taken and ignored.
   */
  user?: unknown;
  /**
   * Taken and ignored.
   */
  metadata?: unknown;
  /**
   * Taken and ignored.
   */
  store?: unknown;
  /**
   * Taken and ignored.
   */
  service_tier?: unknown;
  /**
   * Taken and ignored.
   */
  safety_identifier?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_key?: unknown;
  /**
   * Taken and ignored.
   */
  prompt_cache_retention?: unknown;
  input: string | InputMessage[];
  instructions?: string | null;
  max_output_tokens?: number | null;
  top_logprobs?: number | null;
  include?: ("message.output_text.logprobs" | "reasoning.encrypted_content")[] | null;
  stream_options?: ResponseStreamOptions | null;
  text?: TextFormat | null;
  reasoning?: Reasoning | null;
  tools?: null | [];
  tool_choice?: null | "none" | "auto";
  /**
   * Taken and ignored.
   */
  parallel_tool_calls?: unknown;
  max_tool_calls?: null;
  previous_response_id?: null;
  conversation?: null;
  prompt?: null;
  background?: null | false;
  truncation?: null | "disabled";
  context_management?: null | [];
  moderation?: null;
  n?: null | 1;
};

export type ResponseEvent = {
  type:
    | "response.created"
    | "response.in_progress"
    | "response.output_item.added"
    | "response.content_part.added"
    | "response.output_text.delta"
    | "response.output_text.done"
    | "response.content_part.done"
    | "response.output_item.done"
    | "response.completed"
    | "response.incomplete"
    | "error";
  sequence_number: number;
};

export type ResponseMessage = {
  id: string;
  type: "message";
  role: "assistant";
  status: "in_progress" | "completed" | "incomplete";
  content: {
    type: "output_text";
    text: string;
    annotations: unknown[];
    logprobs: ChatToken[];
  }[];
};

export type ResponseStreamOptions = {
  /**
   * Taken and ignored.
   */
  include_obfuscation?: unknown;
};

export type ResponseUsage = {
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  input_tokens_details: {
    cached_tokens: number;
  };
  output_tokens_details: {
    reasoning_tokens: number;
  };
};

/**
 * Slower turns, for texts longer than those first trained on.
 *
 * "linear": all turns are `factor` times as slow (Chen et al. 2023, "Extending Context Window of
 * Large Language Models via Position Interpolation"). "llama3": those alone that turn fewer than
 * `low_frequency` times in `first_context` tokens; those that turn more than
 * `high_frequency` times stay, and between the two the change is gradual (Llama 3.1's own code,
 * as `transformers` has it).
 */
export type RopeScaling = {
  kind: "linear" | "llama3";
  factor: number;
  low_frequency?: number;
  high_frequency?: number;
  first_context?: number;
};

/**
 * One condition: `count` of `n` items are right. `form` and `choice` are means.
 * `says`: for how many items each label is the likeliest, where all items share theirs; one that
 * has no likeliest counts for none.
 */
export type Row = {
  count: number;
  n: number;
  right: Interval;
  form: number;
  choice: number;
  calibrated: Interval | null;
  says: number[];
};

export type RunEntry = {
  id: string;
  name: string;
  origin: "recorded" | "here";
  state: "running" | "finished" | "stopped";
  started: number;
  parameters: number;
  tokens: number;
  tokens_total: number;
  step: number;
  steps_total: number;
  seconds: number | null;
  loss: number | null;
  tokens_per_second: number | null;
  eta: number | null;
  bits_per_byte: Record<string, unknown> | null;
  probed: boolean;
};

export type Runs = {
  runs: RunEntry[];
  broken: Record<string, unknown>[];
};

/**
 * What the model would say next, read at the labels, before anything is sampled.
 *
 * `mass` is on all labels together (form); `boundary_moved` names labels whose first letters
 * would merge with the prompt's last token if prompt and label were one text: they are scored as
 * tokens of their own after the prompt, which may be an unusual way to write them.
 *
 * In a reasoning lane `sample` is the sample whose reasoning was read before, and `reasoning`
 * is its text (without the words that end it; `forced` where it never came to them and they were
 * put there). The lane's own Score has no `sample`: it is the mean of `samples` distributions,
 * `spread` the lowest and highest probability among them, of each label and of the mass, and
 * `forced` tells that some were.
 */
export type Score = {
  type: "score";
  lane: string;
  labels: LabelScore[];
  mass: number;
  next: Distribution;
  boundary_moved: string[];
  sample?: number | null;
  reasoning?: string | null;
  forced?: boolean;
  samples?: number;
  spread?: [number, number][];
};

export type ScoreBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: string;
  labels: string[];
};

export type Scored = Score & {
  tokens: Piece[];
};

export type Scores = {
  prompts: PromptScore[];
  usage: {
    prompt_tokens: number;
    computed_prompt_tokens: number;
  };
};

/**
 * `labels`: of all prompts, or a list of them for each. `content_free`: prompts like the
 * others, with "N/A" or the like for what is asked; labels are also measured over what they are
 * after these. All labels after all prompts, content-free ones included, may be 8,192.
 */
export type ScoresBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompts: string[];
  labels: string[] | string[][];
  content_free?: string[];
};

export type SearchEvent = Waiting | Start | BeamStep | Found | Failed | End;

/**
 * Each item is a text, or token ids with texts between them. `many`: as a list of them.
 */
export type Sequences = {
  items: (string | (number | string)[])[];
  many: boolean;
};

/**
 * How tokens are chosen. Every field has a default; the knobs are those of DecodingSettings.
 */
export type SettingsBody = {
  max_tokens?: number;
  temperature?: number;
  top_k?: number;
  top_p?: number;
  n?: number;
  seed?: number;
  min_p?: number;
  repetition_penalty?: number;
  presence_penalty?: number;
  frequency_penalty?: number;
  stop?: string[];
  logit_bias?: Record<string, number>;
};

/**
 * An example. Outputs own their leading space: " slow", not "slow".
 */
export type Shot = {
  input: string;
  output: string;
  reasoning?: string | null;
};

/**
 * `range`: from the lowest mean to the highest, with its interval at `level`.
 * `deviation`: the standard deviation of the conditions' means. `apart`: whether the interval
 * lies above 0; `lowest` and `highest`: which conditions they are. `p` is corrected
 * for all pairs of them, not for other comparisons.
 */
export type Spread = {
  range: Interval;
  deviation: number;
  lowest: number;
  highest: number;
  apart: boolean;
  p: number;
  level: number;
};

/**
 * How one token stands in a distribution.
 */
export type Standing = {
  p: number;
  rank: number;
};

/**
 * The exact prompt of a lane. `spans` are (part, start, end) as `prompting` names them.
 */
export type Start = {
  type: "start";
  lane: string;
  model: string;
  prompt: string;
  spans: Record<string, unknown>[];
  tokens: Piece[];
  context: number;
  samples: number;
};

export type Status = {
  status: string;
};

export type StreamOptions = {
  include_usage?: boolean | null;
  /**
   * Taken and ignored.
   */
  include_obfuscation?: unknown;
};

/**
 * Everything that is compared over conditions and models.
 */
export type Summary = {
  type: "summary";
  lane: string;
  figures: Figures;
};

/**
 * -log p of a token given those before it, in nats; its probability and its rank.
 */
export type Surprisal = {
  nats: number;
  p: number;
  rank: number;
};

/**
 * `messages` are those of `/v1/chat/completions`; `model` may be left out.
 */
export type TemplateBody = {
  messages: Message[];
  model?: string | null;
  tools?: null | [];
  add_generation_prompt?: null | true;
};

export type TextFormat = {
  format?: null | { type: "text" };
  verbosity?: null;
};

/**
 * `text` is what this token makes certain: never half a character, nothing that may still
 * turn out to be a stop string; joined over a sample it is the `Done.text`. `piece` is the
 * token itself for display, as in `Piece`. In a reasoning lane `index` counts on from the
 * reasoning into the answer, and the answer alone is the `Done.text`. `survivors` is how
 * many tokens each filter left; `draw` is the uniform number in [0, 1) that chose this token,
 * None when greedy.
 */
export type Token = {
  type: "token";
  lane: string;
  sample: number;
  index: number;
  id: number;
  piece: string;
  text: string;
  logprob: number;
  rank: number;
  distribution: Distribution;
  survivors: Record<string, number>;
  draw: number | null;
};

export type TokenizeBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  text: string;
};

export type TokenizerInfo = {
  bos_token: string | null;
  eos_token: string | null;
  add_bos_token: boolean;
};

export type Tokens = {
  tokens: Piece[];
  count: number;
};

export type TrainingRun = RunEntry & {
  recipe_text: string | null;
  data: Record<string, unknown> | null;
  lines: Metric[];
  lines_of: number;
  faulty: number;
  offset: number;
};

export type Usage = {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: {
    cached_tokens: number;
  };
};

/**
 * `chosen`: the layer with the most right answers on the choosing half, of several the one
 * with the highest log-odds. Its changes, on the other half and question by question, from no
 * examples and from all of them.
 */
export type VectorEffect = {
  kind: "function" | "task";
  layers: AtLayer[];
  chosen: number;
  from_none_right: Interval;
  from_none_form: Interval;
  from_examples_right: Interval;
  from_examples_form: Interval;
};

/**
 * On `n` questions to judge and `choosing` others. `heads`: those of the function vector,
 * with their effect on the expected answer's log-probability, in nats.
 */
export type VectorFigures = {
  n: number;
  choosing: number;
  none: Outcome;
  examples: Outcome;
  heads: RankedHead[];
  vectors: VectorEffect[];
};

/**
 * `top`: how many heads make the function vector.
 */
export type VectorsBody = {
  model: string;
  precision?: "int8" | "fp32" | null;
  prompt: Prompt;
  items?: ItemBody[];
  k?: number;
  shot_set?: string | null;
  pool?: number;
  questions?: number;
  seed?: number;
  balanced?: boolean;
  exact?: boolean;
  only_cost?: boolean;
  stream?: boolean;
  top?: number;
};

export type VectorsFound = {
  type: "vectors";
  lane: string;
  figures: VectorFigures;
};

export type Version = {
  version: string;
};

export type Vocabulary = {
  tokens: string[];
};

/**
 * The run waits for its turn. `before`: how many are served before it, which are other runs
 * while the server has no place for it, and then prompts of other runs; `seconds`: until its
 * turn, by how long those before it took; None while too little is known. Sent again when
 * `before` has changed, once a second at most; the run's own events end it. Only streams of the
 * native API have it.
 */
export type Waiting = {
  type: "waiting";
  lane: string;
  before: number;
  seconds: number | null;
};

export type Writes = {
  file: string;
  weights: string[];
  precision: string;
};

export const LIMITS = {
  SettingsBody: {
    max_tokens: { minimum: 1, maximum: 4096, whole: true },
    temperature: { minimum: 0, maximum: 5, whole: false },
    top_k: { minimum: 0, maximum: 1000000, whole: true },
    top_p: { exclusiveMinimum: 0, maximum: 1, whole: false },
    n: { minimum: 1, maximum: 8, whole: true },
    seed: { minimum: 0, maximum: 9007199254740991, whole: true },
    min_p: { minimum: 0, maximum: 1, whole: false },
    repetition_penalty: { exclusiveMinimum: 0, maximum: 100, whole: false },
    presence_penalty: { minimum: -2, maximum: 2, whole: false },
    frequency_penalty: { minimum: -2, maximum: 2, whole: false },
  },
  BeamSettingsBody: {
    width: { minimum: 1, maximum: 16, whole: true },
    max_tokens: { minimum: 1, maximum: 256, whole: true },
    n: { minimum: 1, maximum: 16, whole: true },
    alpha: { minimum: 0, maximum: 5, whole: false },
  },
} as const;
