// The words of Lessons, in Chinese. A lesson holds at most 220 characters.

import type { lessons as en } from "./words.en";

export const lessons: typeof en = {
  lessons: {
    documentTitle: "课程 · Shotglass",
    title: "一次一个想法，弄懂 GPT",
    about: "每课都很短，图里的数字都是真算出来的；课末的链接打开一个工具，可以接着试。",
    pages: "课程与数字",
    correction: { claim: "笔记的说法", right: "应当是", source: "出处" },
    topics: "主题",
    groups: {
      background: "背景",
      architecture: "结构",
      generation: "目标与生成",
      series: "系列",
      inContext: "上下文学习",
      beyond: "GPT 之外",
    },
    coming: {
      pretraining: "为什么要预训练",
      block: "一个模块，以及归一化放在哪里",
      embeddings: "词元与位置变成向量",
      feedForward: "前馈网络与 GELU",
      objective: "似然、交叉熵、困惑度",
      fineTuning: "GPT-1 的微调",
      mixture: "GPT-3 的训练数据",
      whyItWorks: "为什么有效：几种解释",
      chainOfThought: "思维链",
      bert: "GPT 与 BERT",
      scaling: "规模定律",
    },
    later: "待写",
    place: (i: number, n: number) => `第 ${i} 课，共 ${n} 课`,
    steps: "上一课与下一课",
    live: (model: string) => `由 ${model} 当场算出`,
    computing: "正在计算 …",
    needsModel: "这张图需要模型。模型一就绪，图就会出现。",
    held: "这个链接带来了一段文字。由你决定什么时候询问模型。",
    ask: "询问模型",
    failed: "没能取到数字。请重新载入页面再试。",
    each: {
      autoregressive: {
        title: "为什么是自回归",
        text: [
          "一段文字是一串词元。它的概率是一个乘积：第一个词元的概率，乘以第二个在第一个之后的概率，依此类推。这是概率的链式法则，永远成立，不需要任何假设。所以，一个只会说“下一个是什么”的模型，就能给任何文字算出概率，也能一个一个地写下去。",
          "取对数后，乘积变成和。−log p 叫惊讶度，单位奈特：必然出现的是 0。惊讶度的平均值就是训练要降低的损失，取指数就是困惑度。",
        ],
        correction: {
          claim: "困惑度是“平均每一步要从多少个等可能的候选词里选”。",
          right:
            "是词元，不是词：平均是对词元取的。切分方式不同的模型不能比困惑度，只能比每字节比特数。",
          source: "笔记“Perplexity”；按定义 exp(−1/n Σ log p)，n 数的是词元。",
        },
        try: "自己一个个选词元，看总和怎样变",
      },
      mask: {
        title: "因果掩码",
        text: [
          "训练时，GPT 同时预测一段文字里每一处的下一个词元。要让这件事公平，任何位置都不能看后面。所以在 softmax 之前，给分数加上掩码 M：可以看的地方加 0，不可以的加 −∞。exp(−∞) 恰好是 0，未来得到的权重不是很小，而是没有。",
          "行提问，列回答。第 3 个词元看得见第 1、2 个和自己。写作时，前面词元的键留在缓存里，只有最新的一行提问。",
        ],
        correction: {
          claim: "“因果掩码矩阵 M 是下三角矩阵。”",
          right:
            "M 在对角线及以下是 0，以上是 −∞。由 1 组成的下三角矩阵只是“谁能看谁”的示意图；把它加到分数上，什么也挡不住。",
          source: "Vaswani 等 2017，3.2.3 节；Radford 等 2018。",
        },
        try: "关掉掩码，看看泄漏了什么",
      },
      decoders: {
        title: "一个分布，五种解码",
        text: [
          "读完提示，模型给每个词元一个概率。它并不选择，选择的是解码方法。贪心取概率最大的。温度先去除 logits：小于 1 更尖，大于 1 更平。top-k 留下最大的 k 个；top-p 留下概率加起来达到 p 的最少几个，跨过 p 的那个也算。剩下的重新归一，再用一个随机数抽取。",
          "第五种是束搜索：它往前看好几步，保留最可能的 b 段文字，下一课专门讲它。",
        ],
        correction: null,
        try: "在这个分布上移动滑块",
      },
      beam: {
        title: "束搜索",
        text: [
          "贪心每步都取概率最大的词元。可是这一步的最大，可能通向一段概率很小的文字：整段的概率是各个词元概率的乘积。束搜索保留最可能的 b 个开头：每一步，每个开头都接上每一个词元，再从中留下最可能的 b 个。",
          "把下面的束加宽，看最好的文字怎样变。束越宽，找到的文字通常越可能，但不总是。要比较长短不同的文字，就把 log p 之和除以长度的 α 次方。b = 1、α = 0 时就是贪心；α 更大时，贪心结束的地方它可能继续。更可能不等于更好：最可能的文字常常平淡、重复。",
        ],
        correction: null,
        try: "换一段自己的文字来搜索",
      },
      shots: {
        title: "零、一、少",
        text: [
          "零样本：提示里只有问题，也许有一句说明，没有例子。单样本：一个例子。少样本：几个，放得下多少放多少。不走一步梯度，权重不变，变的只是问题前面的文字。",
          "两个数要分开看。形式：概率有多少落在所要的那类答案上。选择：正确答案在其中占多少。下图里 slow、faster、fastest、FAST 都算形式对；例子是反义词，所以 slow 正确。两个数不一定同步：这里选择先变，形式随后；有的任务只学会形式，学不会选择。",
        ],
        correction: null,
        try: "逐个增加例子，再换一类例子",
      },
      gpt2: {
        title: "GPT-2 的“零样本”提示里到底有什么",
        text: [
          "GPT-2 没有微调，论文把结果叫作零样本。可是看看它的提示：翻译时，上下文里先放了几对例子“英文句 = 法文句”，然后才是要译的句子和等号；问答时，开头是几组问题和答案，好让模型学会简短的答法。今天这叫少样本。其余各项都没有加例子：语言建模、儿童读物填空、LAMBADA、Winograd、阅读理解，以及文末加 TL;DR: 的摘要。",
          "从上下文的例子里学，比 GPT-3 给它起名早了一年。",
        ],
        correction: {
          claim:
            "“足够大的语言模型不用任何微调就能完成下游任务（零样本）”；翻译写成“translate English to French: [English text] = [French text]”。",
          right:
            "不微调，是的；没有例子，也是的，但翻译和问答除外。测量翻译时，提示里放的是例句对。论文第 2 节确实提到“(translate to french, english text, french text)”，说的是训练样本的写法；“translate English to French:”作为真正管用的前缀，出自 2020 年的 T5。",
          source: "Radford 等 2019，第 2 节、3.1 至 3.8 节；Raffel 等 2020。",
        },
        try: "有例句对和没有例句对，各译一次",
      },
    },
    formulas: {
      autoregressive: "u 的概率等于 i 从 1 到 n 的连乘：在前面所有词元之后出现 u i 的概率。",
      mask: "A 等于 Q 乘 K 的转置除以根号 d k，再加 M，取 softmax。j 不大于 i 时 M i j 为 0，j 大于 i 时为负无穷。",
      decoders: "p i 等于 z i 除以 T 的指数，除以所有 z j 除以 T 的指数之和。",
      beam: "u 的得分等于 i 从 1 到 n，u i 在它前面所有词元之后的概率的对数之和，除以 n 的 α 次方。",
      shots: "给定例子 x 1 y 1 到 x k y k、问题 x 和权重 θ，答案 y 的概率。θ 不变。",
    },
    chain: {
      text: "换一段文字",
      caption: "惊讶度沿着文字逐个累加",
      head: "p，奈特",
      token: "词元",
      p: "p（已知前面全部）",
      nats: "惊讶度，奈特",
      sum: "累计，奈特",
      given: "已给定",
      says: (total: string, p: string, mean: string, perplexity: string) =>
        `合计 ${total} 奈特：已知第一个词元，这段文字的概率是 ${p}。平均每个词元 ${mean} 奈特，困惑度 ${perplexity}。`,
    },
    maskPair: {
      caption: "四个词元的因果掩码，两种写法",
      added: "M，加到分数上",
      picture: "示意图：谁能看谁",
      row: "行",
    },
    decoders: {
      caption: "一个分布，四种一步解码",
      decoder: "解码",
      left: "剩下的词元",
      mass: "剩下的概率",
      others: "其余",
      chosen: "选中",
      names: {
        greedy: "贪心",
        temperature: "温度 1.5",
        top_k: "top-k，k = 5",
        top_p: "top-p，p = 0.7",
      },
      leaves: (shown: string) => `剩下 ${shown} 个词元`,
      again: "换一个随机数",
      drawn: (u: string, names: string[]) => `随机数 ${u}；选中：${names.join("、")}。`,
    },
    beams: {
      caption: "一次束搜索：一列一个词元，最可能的在最上面",
      width: "保留几个开头",
      best: (width: number, text: string, p: string) => `b = ${width} 找到“${text}”，${p}。`,
      legend: "每个词元下面是 log p 的累计，奈特",
    },
    shots: {
      caption: "0、1、2、4、8 个例子时的形式与选择",
      examples: "例子数",
      rows: (k: number) => `${k} 个例子`,
      form: "形式：四个答案合计",
      choice: "选择：正确答案所占的份额",
      right: (answer: string) => `${answer}，正确答案`,
    },
    gpt2: {
      caption: "GPT-2 的提示，逐部分列出",
      task: "任务",
      part: "部分",
      content: "内容",
      parts: { example: "例子", question: "问题", hint: "提示语", text: "正文" },
      prompts: [
        {
          task: "翻译",
          section: "3.7 节",
          lines: [
            { part: "example", text: "英文句 = 法文句" },
            { part: "example", text: "英文句 = 法文句" },
            { part: "example", text: "…" },
            { part: "question", text: "英文句 =" },
          ],
          verdict: "少样本，只是当时还没有这个名字。",
        },
        {
          task: "问答",
          section: "3.8 节",
          lines: [
            { part: "example", text: "一个问题，一个简短的答案" },
            { part: "example", text: "一个问题，一个简短的答案" },
            { part: "example", text: "…" },
            { part: "question", text: "要问的问题" },
          ],
          verdict: "少样本，只是当时还没有这个名字。",
        },
        {
          task: "摘要",
          section: "3.6 节",
          lines: [
            { part: "text", text: "文章" },
            { part: "hint", text: "TL;DR:" },
          ],
          verdict: "零样本。",
        },
        {
          task: "阅读理解",
          section: "3.5 节",
          lines: [
            { part: "text", text: "文档" },
            { part: "text", text: "到目前为止的对话" },
            { part: "hint", text: "A:" },
          ],
          verdict: "没有另加例子；前面的问答是任务自带的。",
        },
      ],
      own: "让本页的模型按 GPT-2 的格式译成法文",
      pairs: (k: number) => (k === 0 ? "没有例句对" : `${k} 对例句`),
      nothing: "（只有空白）",
    },
  },
};
