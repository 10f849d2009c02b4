// The words of Train, in Chinese.

import { count, metric, percent } from "../../core/text/numbers";
import { amount, story } from "./emergence/words.zh";
import { examples } from "../../words/common.zh";
import { given, record } from "./record/words.zh";
import type { train as en } from "./words.en";

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${count(Math.round(seconds))} 秒`;
  if (minutes < 90) return `${minutes} 分钟`;
  return `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
}

export const train: typeof en = {
  train: {
    title: "看一个小模型怎样学会利用例子",
    about: "几个小 GPT：训练途中反复拿同样的问题考它们。",
    waiting: "正在读取训练记录……",
    failed: "服务器没有响应，所以没有内容可以显示。",
    again: "再试一次",
    unknown: (id: string) =>
      `链接里的训练“${id}”不在这里。如果有配方叫这个名字，在终端里运行“shotglass train ${id}”，本页会随它进行显示。`,
    broken: (id: string, detail: string) => `训练“${id}”无法显示：${detail}`,
    duration,
    amount,

    none: {
      title: "还没有训练",
      about: "上面这条命令训练第一个很小的模型，两个核上不到五分钟；训练时曲线就在这里生长。",
      copy: "复制",
      copied: "已复制。",
      notCopied: "浏览器不允许复制。",
    },

    runs: {
      title: "训练记录",
      recordedTitle: "录制的训练",
      origin: { recorded: "录制", here: "本机" },
      state: { running: "进行中", finished: "已完成", stopped: "已中断" },
      parameters: (n: number) => `${metric(n)} 个参数`,
      tokens: (n: number) => `${metric(n)} 个词元`,
      names: {
        emergence: "只读例题",
        "house-trunk": "House GPT-2, prose only（前一段）",
        "house-prose": "House GPT-2, prose only",
        "house-dense": "House GPT-2, taught by episodes（前一段）",
        "house-gpt2": "House GPT-2, taught by episodes",
        "house-templates-dense": "House GPT-2, many formats（前一段）",
        "house-templates": "House GPT-2, many formats",
        "house-everyday": "House GPT-2, everyday words",
        markov: "马尔可夫链",
      },
      start: "在终端里训练：",
      tune: "用自己的数据微调这里的模型：",
      where: "微调，以及先要有什么",
      program:
        "在哪个文件夹都行。shotglass 就是提供本页的程序，在代码目录里是 .venv/bin/shotglass。训练还需要同一环境里有 torch：",
    },

    live: {
      step: (step: number, all: number) => `第 ${count(step)} 步，共 ${count(all)} 步`,
      speed: (tokens: number) => `每秒 ${count(Math.round(tokens))} 个词元`,
      left: (seconds: number) => `大约还要 ${duration(seconds)}`,
      loss: (loss: string) => `损失 ${loss}`,
      follow: "跟随",
      stop: "停止跟随",
      held: "没有跟随：曲线停在这里。",
      lost: "连接断了，曲线停在原处。",
      stepOf: (step: number, all: number, choice: string | null) =>
        choice === null
          ? `第 ${count(step)} 步，共 ${count(all)} 步。`
          : `第 ${count(step)} 步，共 ${count(all)} 步；${choice}。`,
      withChoice: (k: number, p: number) => `${given(k)}时答对 ${percent(p)}`,
      over: "训练完成。",
      stopped: (step: number, all: number) =>
        `停在第 ${count(step)} 步，共 ${count(all)} 步。再运行同一条命令，会从最近的检查点继续。`,
    },

    controls: {
      title: "换问题，换横轴",
      axis: "横轴",
      axes: { tokens: "词元", labels: "作答练习", steps: "步" },
      axisHelp:
        "作答练习指训练中要模型作答一次。普通文字里没有，成串的例题里很多；比较读了不同文字的训练，用它最合适。",
      family: "任务",
      split: "考的是",
      k: "问题前的例子",
      kOption: examples,
      at: "位置",
      atEnd: "训练末尾",
    },
    families: {
      kind: "属于哪一类",
      category: "属于哪一类",
      recall: "回忆前面说过的",
      lookup: "回忆前面说过的",
      speech: "词性",
      forms: "词形变化",
      affix: "自造词尾",
      natural: "类别用自然名称",
    },
    splits: {
      train: "训练时见过的词和答案",
      "held-words": "训练时没见过的词",
      "held-labels": "训练时没见过的答案",
      "held-both": "训练时没见过的词和答案",
      "new-classes": "训练时没见过的类别",
      everyday: "日常名词：词、名称和句子训练时都没见过",
    },

    axisCaptions: { tokens: "已读词元", labels: "作答练习", steps: "步数" },
    k: (k: number) => examples(k),
    guess: "随机猜",
    emergence: {
      title: "答对与形式：按例子个数",
      story,
      others: "没见过的",
      choice: "答对：正确答案领先的比例",
      form: "形式：全部答案合计的概率",
      labels: {
        choice: (family: string) => `训练过程中答对的比例，每种例子个数一条线；${family}`,
        form: (family: string) => `训练过程中全部答案合计的概率，每种例子个数一条线；${family}`,
      },
      jump: "突变",
      help: (n: number) => `每个点 ${count(n)} 个问题；阴影是它们的 95 % 区间。`,
      probe: (family: string, split: string) => `考的任务：${family}；${split}。`,
      looksBack: (score: number) =>
        score >= 0.3
          ? `把随机词元说两遍时，这次训练里有一个头正是这样做的：它有 ${score.toFixed(2)} 的注意力落在那里。`
          : `把随机词元说两遍时，这次训练里没有哪个头这样做：落在那里的注意力最多 ${score.toFixed(2)}。`,
      why: "为什么是突然学会的？要利用例子，模型得先找到前面出现过的词，再读它后面跟着什么。通常的解释是：这需要两层配合，一层记下每个词元前面是什么，另一层据此去找；只有一层时毫无用处（Olsson 等 2022）。",
      caption: {
        choice: (family: string, split: string) =>
          `正确答案领先的比例，以百分比计；${family}，${split}`,
        form: (family: string, split: string) =>
          `全部答案合计的概率，以百分比计；${family}，${split}`,
      },
      columns: { step: "步", tokens: "词元", labels: "作答练习" },
      waiting: "训练几步之后才第一次提问，曲线从那里开始。",
      notProbed: "这次训练途中没有用例子提问。",
    },

    outcomes: {
      title: "问过的所有问题",
      caption: (running: boolean) =>
        `问过的所有问题，${running ? "目前" : "最后"}的结果。百分比，附 95 % 区间。`,
      columns: {
        family: "任务",
        split: "考的是",
        k: "例子",
        right: "答对",
        chance: "随机猜",
        form: "形式",
        became: "发生了什么",
      },
      hardlyGiven: (what: string) => `${what}，但这些答案它几乎不给`,
      became: {
        jump: "突变",
        rise: "慢慢上升",
        none: "仍是随机猜",
        early: "一开始就强于随机猜",
      },
    },

    curves: {
      title: "训练本身",
      loss: "损失（奈特）",
      bits: "留出文本的每字节比特数",
      rate: "学习率",
      lossLabel: "训练过程中的损失",
      bitsLabel: "训练过程中留出文本的每字节比特数，每个来源一条线",
      rateLabel: "训练过程中的学习率",
      bitsHelp: "每字节比特数可以跨分词器比较，越小越好。曲线上升，说明模型对那类文本变差了。",
      columns: { step: "步", tokens: "词元" },
      noSteps: "最初几步还在路上。",
    },

    questions: {
      title: "同样的问题，训练前与训练后",
      about: (n) => `留出 ${n} 行，训练从不使用它们。第一步之前问一遍，学习过程中再问。`,
      aboutText: "模型从留出文本的开头往下写：第一步之前写一遍，学习过程中再写。",
      counted: "训练前后的正确答案及其概率",
      columns: {
        input: "问题",
        expected: "正确答案",
        before: "训练前",
        after: (step) => `第 ${step} 步之后`,
      },
      rows: {
        right: "答对的百分比 [95 % 区间]",
        form: "形式：全部答案合计的概率（百分比）",
        nats: "正确答案的惊奇度（奈特）",
      },
      chance: (p) => `随机猜的正确率是 ${p}。`,
      help: "惊奇度是正确答案概率的负对数，单位奈特，越小越好。",
      caption: (n) => `其中前 ${n} 个，以及模型的回答和它的占比。`,
      right: "✓ 对",
      wrong: "✗ 错",
      waiting: "第一步之前会先问这些问题。",
    },

    chains: {
      title: "它学到了马尔可夫链的什么",
      about:
        "每一行是一条只有几个状态的链，转移概率是它自己的，只有前文能透露。三个读者预测下一个状态：一个认为各状态机会相同，一个数各状态出现的次数，一个数当前状态之后出现过什么。最低的那条线，就是模型最像的读者。",
      label: "训练过程中模型与三个马尔可夫链读者的距离",
      help: "模型与每个读者的距离（KL 散度，奈特），取训练中没有的链的后一半。",
      readers: {
        uniform: "机会相同",
        unigram: "数状态（一元）",
        bigram: "数后继（二元）",
      },
    },

    heads: {
      title: "头学会往回看了吗？",
      highest: (layer, head, value) => `最高的是 ${value}：第 ${layer} 层第 ${head} 头。`,
      about: "每个注意力头一条小曲线，从 0 到 1；每行一层，每列一个头。数字是所选位置的值。",
      scores: { induction: "归纳分数", previous: "前一词元分数" },
      helps: {
        induction:
          "把随机词元说两遍，看这个头把多少注意力放在“上一次同一词元之后的那个”上（Olsson 等 2022）。",
        previous: "看这个头把多少注意力放在紧挨着的前一个词元上。",
      },
      cell: (layer: number, head: number, value: string) =>
        `第 ${layer} 层，第 ${head} 个头：${value}`,
      label: (score: string) => `训练过程中各个头的${score}`,
      layer: (layer: number) => `第 ${layer} 层`,
      head: (head: number) => `头 ${head}`,
      columns: { step: "步", tokens: "词元" },
    },

    record,

    card: {
      title: "它是怎样造出来的",
      name: "训练的名称",
      meta: "做过元训练：训练数据里就有成串的例题，目的正是让它学会从例子中学习。用网页文字训练的模型没有这样练过。",
      prose: "只用文字训练：没有给它看过成串的例题。",
      chains: "只用马尔可夫链训练，每条都是新抽的。",
      tuned: "微调：从一个导入模型的权重和分词器开始。",
      episodes: (families: string) => `例题的种类：${families}。`,
      parameters: "参数量",
      tokens: "已读词元",
      labels: "作答练习",
      time: "用时",
      speed: "每秒词元",
      machine: "相当于本机矩阵乘法速度的",
      mfu: (p: number) => percent(p),
      device: "机器",
      shape: "形状",
      shapeOf: (family: string, layers: string, width: string, heads: string, context: string) =>
        `${family}，${layers} 层，宽 ${width}，${heads} 个头，上下文 ${context}`,
      objective: "目标",
      objectives: { "next-token": "预测下一词元", masked: "预测被遮住的词元" },
      seed: "随机种子",
      commit: "代码版本",
      started: "开始于",
      model: "模型",
      tryIt: "到对比页去提示它",
      data: "数据",
      unread: "数据，只用来定词表和留出文本：训练时没有读这些文章",
      dataColumns: {
        source: "来源",
        version: "版本",
        licence: "许可证",
        documents: "文档数",
        tokens: "词元数",
      },
      sources: "来源",
      limits: "局限",
      recipe: "配方",
      copyRecipe: "复制配方",
      faulty: (n: number) => `记录中有 ${count(n)} 行读不出来，已略去。`,
      thinned: (shown: number, all: number) =>
        `画出的是 ${count(all)} 行记录中均匀抽取的 ${count(shown)} 行，每条曲线的首尾都保留。`,
    },
  },
};
