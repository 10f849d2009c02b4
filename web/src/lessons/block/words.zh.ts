// The words of the lesson, in Chinese.

import type { words as en } from "./words.en";

const gap = "with-minus-without[pre-norm]";
const interval = `每词元 {${gap} 3} 奈特（95 % 区间 {${gap}.low 3} 到 {${gap}.high 3}）`;

export const words: typeof en = {
  text: [
    "GPT 是同一种块的重复。词元的向量穿过所有的块，每块加两次：注意力加前面词元的内容，前馈加只从它自己算出的。",
    "GPT-1、BERT 每次相加后归一化；GPT-2、Llama 在每个部件之前，最后再一次。BERT 的块就是 GPT-1 的，只是掩码不挡什么。Llama 的前馈有门控，没有偏置。",
    "最初的 Transformer 解码器用来翻译，还有第三个部件看原文：交叉注意力。GPT 去掉了它，每块省 4d² + 4d 个权重，归一化再省 2d。没有原文，它只加输出偏置。",
  ],
  corrections: [
    {
      claim: "“在最后一个自注意力层之后多加一个 LayerNorm”；残差权重乘以 1/√N，“N 是层数”。",
      right:
        "最后那个归一化在最后一个块之后，也就是在它的前馈部分之后。N 是残差层的数目；各家实现的读法是每块两个。",
      source: "Radford 等 2019，2.3 节。",
    },
  ],
  opposite:
    "各部件加起来对不上。这里一个权重都不差：GPT-2 small 这里是 124 439 808，发布的文件里也是；论文印的 117 M 是数错了。",
  try: "自己定一个形状来数",
  formula:
    "h 是进入块的词元向量。a 等于 h 加上 h 归一化后的注意力。块给出的 b 等于 a 加上 a 归一化后的前馈。",
  experiment: {
    question: "解码器对一个词元也没有的原文做交叉注意力，最后的损失会和没有这一层时不同吗？",
    hypothesis:
      "不会：归一化在分支里时，这一层只加上输出的偏置。没有这种偏置，两者是同一个计算；有偏置，最后的损失也一样。",
    rule: "权重和行都相同。输出没有偏置时，每个种子在有无这一层时的留出损失每词元相差都小于 0.0001 奈特；有偏置时，差别按种子配对的 95 % 区间（学生 t）整个在 −0.05 与 0.05 之间，就算成立。没有偏置时有种子相差更多，或者区间整个在 0.05 或 −0.05 之外，就不成立。后置归一化只报告，不参与判断。",
    null: "区间包含 0.05 或 −0.05 奈特。",
    counted: "个种子（每种条件）",
    outcomes: {
      held: `输出有偏置时，这一层使损失变化${interval}；没有偏置时最多 {largest[pre-norm, no bias] 6}，只是舍入。后置归一化时这一层的归一化还在：{with-minus-without[post-norm] 3}。`,
      refuted: `训练前，两种损失每一位都相等。训练后，没有偏置、什么也没加上时，也有种子相差 {largest[pre-norm, no bias] 2} 奈特；有偏置时变化${interval}。规则以为舍入误差一直很小，其实它会放大：在试过的一个种子里，一个权重只改最后几位，损失的变化比加上这一层还大。所以这条规则判断的更多是舍入，而不是这一层。`,
      null: `输出有偏置时，这一层使损失变化${interval}：区间包含 0.05 或 −0.05。`,
    },
  },
  figure: {
    kind: "结构",
    kinds: { "gpt-1": "GPT-1", "gpt-2": "GPT-2、3", bert: "BERT", llama: "Llama" },
    size: "形状",
    reading: { width: "按印出的宽度", heads: "按印出的头数" },
    cross: "加上交叉注意力",
    caption: (name: string) => `${name} 的一个块，逐个部件`,
    repeated: (n: string) => `× ${n}`,
    groups: {
      attention: "带掩码的自注意力",
      seeing: "自注意力，没有掩码",
      cross: "交叉注意力",
      ffn: "前馈",
    },
    source: "K、V 来自原文",
    columns: {
      part: "部件",
      parameters: "参数",
      flops: "每词元 FLOPs",
      bytes: "字节，fp16",
    },
    tied: "0（共用）",
    block: "一个块",
    blocks: (n: string) => `全部 ${n} 个块`,
    whole: "总计",
    full: (context: string) =>
      `FLOPs 按看得见满满 ${context} 个词元的上下文计算；加法、归一化和偏置不计。`,
    published: (count: string, source: string) => `公布的数目：${count}。${source}。`,
    adds: (part: string, norm: string, all: string) =>
      `交叉注意力给每块加上 ${part} 个权重，它的归一化 ${norm} 个，全部的块共 ${all} 个。`,
    numbers: (parameters: string, flops: string, size: string) =>
      `${parameters} 个参数，每词元 ${flops} FLOPs，fp16 占 ${size}。`,
    hint: "指向一个部件，或在表里选它的名字。",
    short: {
      query: "Q",
      key: "K",
      value: "V",
      mix: "softmax(QKᵀ/√d) V",
      output: "输出",
      norm: "归一化",
      gate: "门",
      up: "升维",
      activation: "激活",
      down: "降维",
      embedding: "词元",
      position: "位置",
      segment: "句段",
      head: "输出头，softmax",
      pooler: "池化",
    },
    names: {
      attention_norm: "注意力的归一化",
      query: "查询",
      key: "键",
      value: "值",
      query_norm: "查询的归一化",
      key_norm: "键的归一化",
      attention_out_norm: "注意力输出的归一化",
      mix: "打分与加权求和",
      output: "输出",
      cross_norm: "交叉注意力的归一化",
      cross_query: "交叉：查询",
      cross_key: "交叉：键",
      cross_value: "交叉：值",
      cross_mix: "交叉：打分与求和",
      cross_output: "交叉：输出",
      ffn_norm: "前馈的归一化",
      ffn_out_norm: "前馈输出的归一化",
      gate: "门",
      up: "升维",
      activation: "激活",
      down: "降维",
      embedding: "词元嵌入",
      position: "位置嵌入",
      segment: "句段嵌入",
      embedding_norm: "嵌入的归一化",
      final_norm: "最后的归一化",
      head: "输出头",
      pooler: "池化层",
    },
    does: {
      norm: "把向量变成均值 0、方差 1，再逐项缩放和平移（Llama：均方变成 1，再逐项缩放）。",
      query: "这个词元想找什么，每个头一个向量。",
      key: "这个词元凭什么被找到。",
      value: "这个词元被找到后给出什么。",
      mix: "每个查询只对自己和前面位置的键打分（BERT：对所有的键），softmax，再按这些权重求值的平均。它自己没有权重。",
      output: "把各个头合起来，放回词元的向量。",
      cross: "和自注意力一样，只是键和值来自原文。",
      gate: "逐项决定“升维”的结果放行多少。",
      up: "从宽度升到四倍（Llama：8/3 倍）。",
      activation: "GELU；Llama 用 SiLU。没有它，整个前馈就只是一个矩阵。",
      down: "回到原来的宽度。",
      embedding: "词表里每个词元一行。",
      position: "每个位置一行。Llama 改为旋转查询和键，不需要它。",
      segment: "第一句还是第二句。",
      head: "给每个词元一个 logit。共用时，它的矩阵就是词元嵌入。",
      pooler: "读 BERT 的第一个词元，用于整段文字。",
    },
  },
};
