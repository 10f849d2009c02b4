import { describe, expect, it } from "vitest";
import { inside as en } from "./words.en";
import { inside as zh } from "./words.zh";

const words = [en.inside, zh.inside] as const;

describe("the sentence above the arcs", () => {
  it.each([
    [en.inside, "Layer 17, head 5: “->” gives 97 % of its attention to the examples’ answers."],
    [zh.inside, "第 17 层第 5 头：“->”把 97 % 的注意力放在例子的答案上。"],
  ])("names the one head of which it speaks", ({ headline }, sentence) => {
    expect(headline.answers(headline.head(17, 5), "->", "97 %").join("")).toBe(sentence);
    const most = headline.most(headline.head(17, 5), "->", "71 %", "poor").join("");
    expect(most.startsWith(headline.head(17, 5))).toBe(true);
  });
});

describe("the layer from which a word leads", () => {
  it("is named as a head's is, from 0: state 25 is what layer 24 left", () => {
    expect(words.map(({ cliff }) => cliff.title("slow", 25, 30, false))).toEqual([
      "“slow” leads from layer 24 on",
      "“slow”从第 24 层起领先",
    ]);
  });
  it("is called the last where no layer before it says so", () => {
    expect(words.map(({ lens }) => lens.decided("␣poor", 6, 6))).toEqual([
      "␣poor leads only after the last layer, 5.",
      "␣poor 到最后的第 5 层才领先。",
    ]);
  });
});

describe("the place of a head among others", () => {
  it("is said of those that it was compared with", () => {
    const places = words.map(({ headline: t }) =>
      [t.among.layer("9"), t.among.all("270")].map((heads) => t.rank("2", heads)),
    );
    expect(places).toEqual([
      [
        "Rank 2 of the 9 heads of this layer by how much it looks at them.",
        "Rank 2 of all 270 heads by how much it looks at them.",
      ],
      [
        "按看这些答案的多少，它在这一层的 9 个头里排第 2。",
        "按看这些答案的多少，它在全部 270 个头里排第 2。",
      ],
    ]);
  });
});

describe("while heads are off", () => {
  it("the chart of the layers says that it is of all heads on", () => {
    const titles = words.map(({ cliff }) => [25, 0].map((at) => cliff.title("slow", at, 30, true)));
    expect(titles).toEqual([
      ["With all heads on “slow” leads from layer 24 on", "With all heads on “slow” leads from the start"], // prettier-ignore
      ["所有头都开时，“slow”从第 24 层起领先", "所有头都开时，“slow”从一开始就领先"],
    ]);
  });
  it("a glass names one head, and counts several", () => {
    expect(words.map(({ off }) => off.off(["17.5"]))).toEqual(["without head 17.5", "去掉头 17.5"]);
    const five = ["17.5", "14.1", "16.2", "20.4", "21.0"];
    expect(words.map(({ off }) => off.off(five))).toEqual(["5 heads off", "关掉 5 个头"]);
    expect(en.inside.off.effect(five, "slow", "66 %", "7.5 %")).toBe(
      "Without heads 17.5, 14.1, 16.2, 20.4, 21.0: “slow” goes from 66 % to 7.5 %.",
    );
  });
});
