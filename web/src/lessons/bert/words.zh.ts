// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

export const words: typeof en = {
  text: [
    "BERT 没有因果掩码，每个词元都看得到两边，要猜的就得遮住：15 % 的词元，其中 80 % 换成 [MASK]，10 % 换成别的词元，10 % 不变。",
    "house-bert 与 house-prose 文本、分词器、宽度相同，只读了 1400 万词元（后者 2400 万）。{n} 个空缺里，house-prose 只读左边，平均花 {gap-gpt[0] 2} 奈特；house-bert 再读后面 32 个词元，花 {gap-bert[32] 2}：领先，但未超出偶然。",
    "house-bert 只读左边要花 {gap-bert[0] 2}，它几乎没有这样练过；再读后面一个词元是 {gap-bert[1] 2}。它的状态更会看出对调的词：判对 {read-bert[order] whole}，house-prose 是 {read-gpt[order] whole}。读得一样多的小网络里，只有 15 % 损失的 GPT 比全有的落后 {cost-tokens[gpt-15] 2} 奈特；掩码的落后 {cost-tokens[bert] 2}，但它从 {small-bert[153600] 2} 到 {small-bert[614400] 2}，几乎只会按词频猜，说明不了什么。",
    "BERT 还有第二个任务：判断一句话是不是紧接着另一句（NSP）。这里没有做，它之后的多数模型也不做。",
  ],
  corrections: [],
  opposite: "只读左边时掩码模型一样好；或者多读空缺后面的字，它也没有变好。",
  try: "一次填几个空，和正在用的模型对照",
  formula:
    "m i 是 n 个被遮住的词元的位置。损失是它们的平均：在看得到的全部内容之后，各自概率的对数取负。",
  experiment: {
    question: "一个 GPT 和它的掩码版学的是同样的文本：只读左边时谁更会预测遮住的词元？读两边时呢？",
    hypothesis:
      "只读左边时是 GPT：它读了 2400 万词元，从每个词元学；读两边时是掩码模型：它读了 1400 万，只从其中 15 % 学。",
    rule: "house-prose 读空缺前的 64 个词元，house-bert 读同样的，再加空缺后的 0 个或 32 个。加 0 个时 house-bert 每个空缺多付奈特、加 32 个时少付，两个差别的 95 % 区间（按文档自助抽样）都整个在 0 以上，就算成立；有一个整个在 0 以下就不成立。小网络、线性读出和例句只是并列，不参与判断。",
    null: "有一个区间包含 0。",
    counted: "个留出文本里的空缺",
    outcomes: {
      held: "只读左边时 house-prose 每个空缺好 {gained[left side] 2} 奈特，读两边时 house-bert 好 {gained[both sides] 2}。",
      refuted:
        "有一个差别正好相反：只读左边时 house-prose 好 {gained[left side] 2} 奈特，读两边时 house-bert 好 {gained[both sides] 2}。",
      null: "只读左边时 house-prose 每个空缺好 {gained[left side] 2} 奈特。读两边时 house-bert 好 {gained[both sides] 2}，但区间（{gained[both sides].low 2} 到 {gained[both sides].high 2}）包含 0。",
    },
  },
  figure: {
    gap: {
      caption: "同一个空缺：看两边来填，只看左边来续写",
      label: "house-bert 与 house-prose 在空缺处最可能的词元",
      text: "自己写一句，用 [MASK] 留空",
      examples: "例句：",
      noGap: "在缺词元的地方写 [MASK]。",
      token: "词元",
      both: "house-bert，看两边，%",
      left: "house-prose，只看左边，%",
      else: "其余全部",
      less: "更小",
      absent: "无此词元",
      measured: (date: string) => `与实验一起测得，${date}`,
      live: "刚刚由两个模型算出",
      says: (both: string, p: string, left: string, other: string, q: string) =>
        `house-bert 看得到两边，认为最可能是 ${both}，${p}。house-prose 只读了“${left}”，会写 ${other}，${q}。`,
    },
    stock: {
      figures: {
        gap: {
          caption: "同样的空缺，后文看得越来越多",
          x: "空缺后读的词元（空缺前 64 个）",
          y: "每个空缺的奈特",
        },
        small: {
          caption: "只有训练目标不同的小网络",
          x: "训练读过的词元",
          y: "每个空缺的奈特",
        },
        read: {
          caption: "逻辑回归从它们的状态里读出的，句子两者都没读过",
          x: "",
          y: "判对（百分比）",
        },
        costs: { caption: "训练花了多少", x: "", y: "" },
      },
      names: {
        "gap-gpt": "house-prose，只看左边",
        "gap-bert": "house-bert",
        "small-gpt": "GPT，每个词元都有损失",
        "small-gpt-15": "GPT，15 % 有损失",
        "small-bert": "掩码，15 % 有损失，看两边",
        "read-bert": "house-bert",
        "read-gpt": "house-prose",
        "read-words": "词的 TF-IDF",
        genre: "五种体裁里的哪一种",
        order: "有没有两个词对调",
        follows: "下一句，还是别处的一句",
        gpt: "小 GPT，每个词元",
        "gpt-15": "小 GPT，15 %",
        bert: "小掩码网络",
        network: "网络",
        "M tokens": "读过的词元（百万）",
        "M with a loss": "其中有损失的",
        TFLOPs: "10¹² 次浮点运算",
      } as Record<string, string>,
    },
    reasons: {
      title: "仅解码器为什么胜出：五个理由，以及对它们的争议",
      supports: "支持",
      disputes: "争议",
      list: [
        {
          claim: "一种形式做所有任务：文字进，文字出",
          supports: "GPT-2 把每个任务都当作要续写的文字（Radford 等 2019，第 2 节）。",
          disputes:
            "T5 同样通用，却有编码器；编码器加解码器比单独的解码器更好（Raffel 等 2020，第 3.2 节）。",
        },
        {
          claim: "不经训练就能做新任务",
          supports: "提示里的例子越多，GPT-3 答得越好（Brown 等 2020）。",
          disputes:
            "掩码模型也能用例子来提示（Samuel 2024，“BERTs are Generative In-Context Learners”），或者用 32 个例子做梯度步来学（Schick 和 Schütze 2021）。",
        },
        {
          claim: "规模越大越有优势",
          supports: "只做预训练时，因果解码器的零样本最强（Wang 等 2022，五十多亿参数）。",
          disputes:
            "经过多任务微调后，最好的却是能一次看到全部输入、靠掩码学成的模型（同一项研究）。",
        },
        {
          claim: "从每个词元学，而不是 15 %",
          supports:
            "我们的小 GPT：读过同样多词元后，每个词元都有损失的，每个空缺 {equal-tokens[gpt] 2} 奈特；只有 15 % 有损失的，{equal-tokens[gpt-15] 2}。",
          disputes:
            "我们的小掩码网络是 {equal-tokens[bert] 2}，比按词频猜好不了多少，说明不了什么。house-bert 用更少的词元和运算，状态却更会看出对调的词。掩住 40 % 比 15 % 更好（Wettig 等 2023）；ELECTRA 让编码器的每个词元都有损失（Clark 等 2020）。",
        },
        {
          claim: "涌现能力",
          supports: "有些任务只有最大的模型会做，而它们都是解码器（Wei 等 2022）。",
          disputes: "不按全对或全错来计分，跳跃大多就消失了（Schaeffer 等 2023）。",
        },
      ],
    },
  },
};
