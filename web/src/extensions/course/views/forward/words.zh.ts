// The words of A forward pass by hand, in Chinese.

import type { forward as en } from "./words.en";

export const forward: typeof en = {
  forward: {
    title: "手算一个注意力头",
    about:
      "四个词元，每个四个数，查询、键、值都直接用它们：Q = K = V = H₀。指向一个数，就能看到它是怎么算出来的。",
    wholeTitle: "它在整个前向传播里的位置",
    whole:
      "一次完整的前向计算里，词元编号先变成向量：取嵌入表的一行，再加上位置的一行。然后每个块给每个向量加两次：先加几个这样的头（各有自己的矩阵）找到的，再加前馈部分算出的。最后一块之后再归一化一次，每个向量与嵌入表相乘，词表里每个词元得到一个 logit；softmax 把它们变成下一个词元的概率。",
    inputName: "H₀",
    input: "四个词元的数值",
    variants: "用哪一组数",
    variant: { exact: "与笔记的分数吻合", "by-hand": "整齐些，便于笔算" },
    token: (row: number) => `t${row}`,
    entry: (row: number, column: number) => `第 ${row} 个词元的第 ${column} 个数`,
    fault: (most: number) => `请填 −${most} 到 ${most} 之间的数。目前仍用上一个有效的数。`,
    undo: "撤销",
    reset: "恢复原数",
    dashed: "虚线：笔记没有给出，是反推的。",
    change: "改这些数",
    done: "改好了",
    reconstructed:
      "第 1、2 行来自笔记。第 3、4 行（虚线框）笔记没有给出，是这里反推的：第一组数算出的分数与笔记三位小数全同，整齐的那一组相差不超过 0.02。",
    previous: "上一行",
    next: "下一行",
    place: (row: number, rows: number) => `第 ${row} 行（共 ${rows} 行）`,
    mask: "因果掩码",
    steps: {
      scores: {
        name: "打分",
        formula: "H₀ H₀ᵀ",
        says: (row: number) => `词元 ${row} 与每个词元有多匹配：对应的数相乘，再相加。`,
      },
      scaled: {
        name: "缩放",
        formula: "/ √4",
        says: (row: number) => `第 ${row} 行除以 √d = 2，免得向量一长，softmax 就变得太尖。`,
      },
      masked: {
        name: "掩码",
        formula: "+ M（0 或 −∞）",
        says: (row: number, causal: boolean) =>
          causal
            ? `词元 ${row} 及之前的分数不变（+ 0），之后的一律变成 −∞。`
            : `没有掩码：词元 ${row} 的分数全部保留（+ 0），后面词元的也在内。`,
      },
      weights: {
        name: "Softmax",
        formula: "exp(·) / Σ exp(·)",
        says: (row: number, causal: boolean) =>
          causal
            ? `第 ${row} 行变成和为 1 的权重。exp(−∞) 恰好等于 0，未来得不到任何权重。`
            : `第 ${row} 行变成和为 1 的权重。没有什么拦住未来的权重。`,
      },
      output: {
        name: "加权和",
        formula: "A H₀",
        says: (row: number) => `词元 ${row} 的输出：H₀ 的各行乘以各自的权重，再加起来。`,
      },
    },
    cell: (row: number, column: number, figure: string, leaks: boolean) =>
      `第 ${row} 行第 ${column} 列，${figure}${leaks ? "，来自后面的词元" : ""}`,
    sum: "和",
    noLeak: "有掩码时，任何输出都不含后面词元的信息。关掉掩码，看看会泄漏什么。",
    leak: "没有掩码，权重就会落到后面的词元上（加框处）：",
    leakOf: (row: number, share: string) => `词元 ${row} 有 ${share} 取自它的未来`,
    table: { caption: "前向传播，逐步列出", step: "步骤", row: "行" },
    slip: {
      title: "笔记算错的地方",
      caption: "第 4 行的 softmax，用笔记自己印出的分数计算",
      row: "第 4 行",
      scores: "分数 / 2",
      note: "笔记所印",
      right: "正确",
      beside: (row: string, sum: string) => `笔记的第 4 行：${row}，和为 ${sum}`,
      claim: "softmax([0.520, 0.715, 0.835, 0.950]) ≈ [0.19, 0.23, 0.26, 0.29]",
      correction:
        "[0.1952, 0.2372, 0.2675, 0.3001]。权重之和必须是 1；笔记的四个数只加到 0.97：前三个数该进位的被截掉了，最后一个少了百分之一。",
      source: "笔记“Forward Pass Numerical Example”第 4 步；这里用双精度重新计算。",
    },
  },
};
