// What the figure says, in the lesson's front matter.

export interface Words {
  inputs: {
    caption: string;
    label: string;
    kind: string;
    kinds: {
      classification: string;
      entailment: string;
      similarity: string;
      choice: string;
    };
    text: string;
    needs: {
      classification: string;
      entailment: string;
      similarity: string;
      choice: string;
    };
    marks: {
      start: string;
      delimiter: string;
      extract: string;
    };
    state: string;
    reads: {
      classification: string;
      entailment: string;
      similarity: string;
      choice: string;
    };
    columns: {
      row: string;
      place: string;
      token: string;
      id: string;
    };
    ids: string;
  };
}
