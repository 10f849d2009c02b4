// What the figure says, in the lesson's front matter.

export interface Words {
  beta: string; // so named
  choose: string;
  caption: string; // of the loss
  gap: string;
  loss: string;
  says: string;
  measured: string;
  texts: string; // the caption of the texts
  beginning: string;
  before: string;
  none: string; // where no texts were kept
}
