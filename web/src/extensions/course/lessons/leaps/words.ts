// What the figure says, in the lesson's front matter.

export interface Words {
  caption: string;
  model: string;
  needs: {
    training: string;
    shots: string;
    text: string;
    request: string;
  };
  more: string;
  some: string;
  semicolon: string; // between needs
  levels: {
    yes: string;
    more: string;
    some: string;
    no: string;
  };
  parts: {
    gone: string;
    size: string;
    read: string;
    showed: string;
    careful: string;
  };
  about: Record<string, Record<"gone" | "size" | "read" | "showed" | "careful", string>>;
  lambada: {
    caption: string;
    y: string;
    shots: {
      none: string;
      single: string;
      few: string;
    };
    columns: string[];
  };
}
