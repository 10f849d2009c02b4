// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  columns: {
    question: string;
    tried: string;
    outcome: string;
    unknown: string;
  };
  hypothesis: string;
  waiting: string;
  questions: readonly {
    lessons: readonly string[];
    question: string;
    tried: string;
    unknown: string;
  }[];
}
