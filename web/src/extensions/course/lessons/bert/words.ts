// What the figure says, in the lesson's front matter.

export interface Words {
  gap: {
    caption: string;
    label: string;
    text: string;
    examples: string;
    noGap: string;
    token: string;
    both: string;
    left: string;
    else: string;
    less: string;
    absent: string;
    measured: string;
    live: string;
    says: string;
  };
  more: string;
  reasons: {
    title: string;
    supports: string;
    disputes: string;
    list: readonly {
      claim: string;
      supports: string;
      disputes: string;
    }[];
  };
}
