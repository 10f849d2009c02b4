// What the figure says, in the lesson's front matter.

export interface Words {
  here: {
    title: string;
    ask: string;
    askAny: string;
    stop: string;
    asking: string;
    failed: string;
    unable: string;
    took: string;
    drafts: string;
    plain: string;
  };
}
