// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gain = "lambda-gain[both]";

export const words: typeof en = {
  text: [
    "GPT-1 先读文本（七千多本未出版的书），后学标注，试过的 12 个任务里有 9 个成绩最好。任何任务都写成词元行，加三个新词元：start、delim、extract；新加的线性层只读 extract 处的状态。标注文本上的语言模型损失 L₁ 以 λ\u00a0=\u00a00.5 留在任务的损失旁边。",
    "1000 个标注时，判断句子有没有对调，λ\u00a0=\u00a00 对 {order-pretrained-0[1000] percent}，0.5 对 {order-pretrained-0.5[1000] percent}；蕴含是 {entailment-pretrained-0[1000] percent} 和 {entailment-pretrained-0.5[1000] percent}；从头训练的只是乱猜。在这里它有害：网络小，步数少。论文自己的消融：有它 74.7，没有 75.0。",
  ],
  corrections: [
    {
      claim: "辅助损失有助于“防止对预训练知识的灾难性遗忘”。",
      right:
        "论文说的是泛化更好、收敛更快，没有这一条。我们的实验也没有显示：留出的散文原先每词元 {order-nats[before] 2} 奈特；学过 1000 个句子后，λ\u00a0=\u00a00 是 {order-nats[lambda 0] 2}（三个种子，{order-nats[lambda 0].low 2} 到 {order-nats[lambda 0].high 2}），0.5 是 {order-nats[lambda 0.5] 2}，三个种子定不下来；学过 1000 个蕴含后是 {entailment-nats[lambda 0] 2} 和 {entailment-nats[lambda 0.5] 2}：λ\u00a0=\u00a00.5 反而忘得更多，那里 L₁ 读的是“An oak $ A tree”这样的句对。",
      source: "Radford 等 2018，第 3.2 和 5 节",
    },
  ],
  opposite: "λ\u00a0=\u00a00.5 比 λ\u00a0=\u00a00 判对得多；或者从头训练的和预训练的一样好。",
  try: "看看微调之前 house-prose 怎么写橡树",
  formula:
    "L1 是文本所有词元的和：每个词元在前文之后的概率取对数。L2 是所有标注例子的和：在文本的词元之后，标注的概率取对数。L3 等于 L2 加 λ 乘 L1。三者都求最大，损失是它们的相反数。",
  experiment: {
    question: "在任务的损失旁边加上语言模型的损失（λ\u00a0=\u00a00.5），微调的网络会更常判对吗？",
    hypothesis:
      "会：两个任务、100 至 3000 个标注，预训练的网络在 λ\u00a0=\u00a00.5 时比 λ\u00a0=\u00a00 时更常判对。",
    rule: "λ\u00a0=\u00a00.5 的判对比例减去 λ\u00a0=\u00a00 的，在 100、300、1000、3000 个标注和两个任务上平均，用预训练的网络；三个种子的 95 % 区间（t）整个在 0 以上，就算成立；整个在 0 以下就不成立。",
    null: "区间包含 0：三个种子看不出 λ 有什么作用，正如论文自己的消融（有它 74.7，没有 75.0）。",
    counted: "个留出的例子，两个任务合计",
    outcomes: {
      held: `λ\u00a0=\u00a00.5 时多判对 {${gain} points} 个百分点（95 % 区间 {${gain}.low points} 到 {${gain}.high points}，三个种子）。`,
      refuted: `λ\u00a0=\u00a00.5 减 λ\u00a0=\u00a00 是 {${gain} points} 个百分点（95 % 区间 {${gain}.low points} 到 {${gain}.high points}，三个种子）：判对得更少。`,
      null: `λ\u00a0=\u00a00.5 减 λ\u00a0=\u00a00 是 {${gain} points} 个百分点，但三个种子的区间 {${gain}.low points} 到 {${gain}.high points} 包含 0。`,
    },
  },
  figure: {
    inputs: {
      caption: "GPT-1 读到的任务",
      label: "网络读到的词元行",
      kind: "任务",
      kinds: {
        classification: "单个文本",
        entailment: "蕴含",
        similarity: "相似",
        choice: "选择题",
      },
      text: "自己写一段，各部分之间写 $",
      needs: {
        classification: "请写一段文本。",
        entailment: "请写两段文本，中间写 $。",
        similarity: "请写两段文本，中间写 $。",
        choice: "请写开头，再写至少两个答案，每个前面写 $。",
      },
      marks: { start: "start", delimiter: "delim", extract: "extract" },
      state: (row: number) => `→ h${row}`,
      reads: {
        classification: "一行。线性层把 extract 处的状态 h1 变成每一类的分数。",
        entailment: "一行：前提、delim、假设。线性层把 h1 变成“成立”和“不成立”的分数。",
        similarity: "两段文本不分先后，所以两种顺序都读。线性层把 h1 + h2 变成分数。",
        choice: "每个答案一行。线性层把每个 h 变成一个数，再在各行之间做 softmax 来选。",
      },
      columns: { row: "行", place: "位置", token: "词元", id: "编号" },
      ids: (first: number) =>
        `house-prose 的词元；三个新词元的编号是 ${first} 到 ${first + 2}，排在它的词表之后`,
    },
    stock: {
      figures: {
        order: {
          caption: "句子里有没有两个词被对调（单个文本）",
          x: "标注的句子",
          y: "判对（百分比；乱猜：50）",
        },
        entailment: {
          caption: "前一个名词是不是后一个的一种（两个文本）",
          x: "标注的句对",
          y: "判对（百分比；乱猜：50）",
        },
        nats: {
          caption: "1000 个标注之后，语言模型还剩多少",
          x: "",
          y: "留出的散文，每词元奈特",
        },
      },
      names: {
        ...of("order"),
        ...of("entailment"),
        "entailment-second-alone": "只看后一个文本",
        "order-nats": "对调",
        "entailment-nats": "蕴含",
        before: "微调前",
        "lambda 0": "λ\u00a0=\u00a00",
        "lambda 0.5": "λ\u00a0=\u00a00.5",
      } as Record<string, string>,
    },
  },
};

function of(task: string): Record<string, string> {
  return {
    [`${task}-pretrained-0`]: "预训练，λ\u00a0=\u00a00",
    [`${task}-pretrained-0.5`]: "预训练，λ\u00a0=\u00a00.5",
    [`${task}-scratch-0`]: "从头训练，λ\u00a0=\u00a00",
    [`${task}-scratch-0.5`]: "从头训练，λ\u00a0=\u00a00.5",
  };
}
