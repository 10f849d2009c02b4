// What the figure says, in the lesson's front matter.

export interface Words {
  text: string;
  caption: string;
  given: string;
  area: string;
  tokens: string;
  mean: string;
  cell: string;
  columns: {
    model: string;
    token: string;
    bytes: string;
    nats: string;
    bits: string;
  };
  isGiven: string;
  summary: string;
  measure: string;
  comparable: string;
  rows: {
    tokens: string;
    likelihood: string;
    mean: string;
    perplexity: string;
    bits: string;
  };
  compare: {
    text: string;
    bytes: string;
    tokens: string;
    alike: string;
  };
  alone: string;
  nothing: string;
  alike: string;
  agree: string;
  disagree: string;
}
