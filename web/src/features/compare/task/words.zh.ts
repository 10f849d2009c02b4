// The words of the task as one's own: undo, files, pasted rows, copies, marks, branches, in Chinese.

import { count, percent } from "../../../core/text/numbers";
import type { tasks as en } from "./words.en";

const rows = (n: number) => `${count(n)} 行`;

export const tasks: typeof en = {
  tasks: {
    expectedColumn: "预期答案",
    undo: "撤销",
    redo: "重做",
    undone: "已撤销。",
    steps: {
      delete: (what) => `已删除“${what}”。`,
      paste: (n, left, most) =>
        left === 0
          ? `已添加 ${rows(n)}。`
          : `已添加 ${rows(n)}，另有 ${left} 行未加入：最多 ${most} 个例子。`,
      replace: (n, left, most) =>
        left === 0
          ? `例子已换成这 ${rows(n)}。`
          : `例子已换成这 ${rows(n)}，另有 ${left} 行未加入：最多 ${most} 个。`,
      flip: "标签已对调。",
      shuffle: "标签已打乱。",
      reset: "任务已恢复原样。",
      new: "已打开新任务；原来的任务有改动。",
      open: "已打开另一个任务；原来的任务有改动。",
      file: (name) => `已打开 ${name}。按“运行”后才会运行。`,
    },
    labels: {
      flip: "对调标签",
      flipHelp: "按同一条规则把每个答案换成另一个：两个互换，更多的依次轮换。",
      shuffle: "打乱标签",
      shuffleHelp: "答案不变，随机分给各个例子（用下面的种子）。",
    },
    axisRows: {
      examples: "各行是例子里的答案和预期答案。",
      task: "各行是这个任务为当前问题给出的答案。",
      person: "各行由你自己选定。",
      follow: "重新跟随例子",
      next: (rows) => `已改动：下次运行的各行是${rows}。`,
      and: (named, more) => (more === 0 ? named : `${named}和另外 ${count(more)} 个`),
      missing: (answers) => `例子里的${answers}没有单独一行，算在“其他词元”里。`,
      expectedMissing: (answer) => `预期答案${answer}没有单独一行，算在“其他词元”里。`,
      cut: (given, most, left) =>
        `例子里有 ${count(given)} 个不同的答案，只画 ${most} 行；${left}算在“其他词元”里。`,
    },
    rows: {
      title: "粘贴多行",
      label: "从电子表格或 CSV 文件复制的行",
      help: "一行一个例子：问题 -> 答案，也可用制表符或逗号分开；三列时为问题、推理、答案。每一行都算，第一行也算。",
      add: (n) => (n === 0 ? "添加" : `添加 ${rows(n)}`),
      replace: "替换现有例子",
      fault: (row, cells, first) =>
        cells !== first
          ? `第 ${row} 行有 ${cells} 格，第 1 行有 ${first} 格；各行的格数应当相同。`
          : `第 ${row} 行有 ${cells} 格；应为 2 格或 3 格，用制表符、逗号或 -> 分开。`,
      reasoningMissing: "模板里有 {reasoning}，所以应有三列：问题、推理、答案。",
    },
    madeFor: {
      group: "为自制模型准备",
      other: (name: string) => `这个任务是为 ${name} 准备的，现在用的是别的模型。`,
      use: (name: string) => `改用 ${name}`,
      missing: (id: string) => `这个任务是为模型 ${id} 准备的，它没有安装。`,
    },
    tools: "保存、打开、复制为",
    files: {
      save: "保存任务",
      open: "打开任务",
      pick: "JSON 文件",
      help: "任务是一个 JSON 文件：模板、例子、问题、答案。也可以拖到这里；打开后不会自动运行。",
      size: (name, is, most) => `${name} 有 ${is}；任务文件最多 ${most}。`,
      json: (name, detail) => `${name} 不是 JSON：${detail}`,
      prompt: (name, at, detail) => `${name} 不是任务，问题在 ${at}：${detail}`,
    },
    copyAs: "复制为",
    promptOf: (k) => (k === 0 ? "没有例子的提示" : `${k} 个例子的提示`),
    copied: (what) => `已复制：${what}。`,
    notCopied: "浏览器不允许复制。",
    marks: {
      title: "参考线",
      contentFree: "问“N/A”",
      contentFreeHelp:
        "每个答案那一行上的细刻度：同一个提示，问题换成“N/A”。它表示单凭例子会让哪个答案更可能（上下文校准，Zhao 等 2021）。由模型现场计算。",
      chance: "均分",
      chanceHelp:
        "虚线：少样本提示下所有答案的概率之和，平均分给每个答案。在它右边的答案，得到的比平均多。",
    },
    without: {
      heading: "去掉它，变化的百分点",
      ask: "每个例子起了多少作用？",
      failed: "模型没有回应。",
      help: (expected, k) =>
        `从 ${k} 个例子里去掉这一个，“${expected}”的概率变化多少个百分点：小于 0，说明它有帮助。`,
    },
    fork: {
      instead: (was) => `不用“${was}”：`,
      remove: (chosen) => `移除从“${chosen}”开始的分支`,
      otherTokens: "到这里为止的文字，现在切成的词元和当初写出时不同，所以概率与卡片上的略有出入。",
    },
    evidence: {
      line: (n, most, form, right) =>
        `实测记录，n = ${count(n)}，从 0 个到 ${most} 个例子：形式 ${form}；预期答案领先的比例 ${right}。`,
      scarce: (k, form) =>
        `这只是在各答案之间比较：给 ${k} 个例子时，模型给出其中任何一个的概率只有 ${form}，几乎从不这样回答。`,
      best: (k, right, last, lastRight) =>
        `事后看，${k} 个例子时最好：${right}；${last} 个时：${lastRight}。`,
      verdict: {
        "task learned": "学会了任务。",
        "form learned": "学会了形式，没有学会任务。",
        null: "还不足以说学会了形式或任务。",
      },
      otherModel: (name) => `测的是 ${name}。`,
      byK: "按例子个数看",
      measure: "用自己的问题来测",
      caption: (date, model, n) => `${model}，${date}，n = ${count(n)}；百分比，附 95 % 区间`,
      k: "例子",
      measures: { form: "形式", choice: "占比", right: "答对" },
      help: (chance) =>
        `形式：所有答案的概率之和。占比：预期答案占其中多少。答对：预期答案占得最多的次数所占比例（Wilson 区间），不管模型多么少给出它们；瞎猜能对 ${chance}。学会了任务：最后形式高于 10 %，由错变对的题多于由对变错的（配对检验，p < 0.05），并且高于瞎猜。学会了形式：形式上升超过 10 个百分点。都以区间的端点为准。`,
      another: (n) => `从 ${count(n)} 题里另抽一题`,
      notFetched: "问题没能取到。",
    },
    robustness: {
      unfold: "换顺序、换格式",
      question: "问题",
      questions: {
        examples: "给 8 个例子比不给更好吗？",
        order: "4 个例子的顺序有影响吗？",
        labels: "例子里的答案被读了吗？（从全错到全对）",
        format: "格式有影响吗？",
      },
      answers: {
        yes: "是",
        reverse: "正相反",
        no: "否",
        "not enough": "问题太少，还不能说",
      },
      between: (low, high) => `${low} 到 ${high}`,
      cannot: "没有问：每道题的答案各不相同",
      notMeasured: "还没有测",
      otherSet: "这一项只用任务的第一组例子测过。",
      failed: "记录没能取到。",
      caption: (date, n) =>
        `记录于 ${date || "（还没有）"}，fp32，n = ${count(n)}；答对的百分比，变化以百分点计，附 95 % 区间`,
      help: (n, rule, detectable) =>
        `例子和答案：${rule.draws} 次抽取；顺序：同样四个例子的 ${rule.orders} 种排法；格式：${rule.formats} 种意思相同的模板，列最低与最高。答对：预期答案领先。“是”指对这个模型的全部判断做 Holm 校正后 p < 0.05；只看一组例子时，${detectable > 1 ? `用 ${n} 道题做这么多比较，看不出任何差别` : `用 ${n} 道题做这么多比较，大致能看出 ${percent(detectable)} 以上的差别`}。`,
      origin: (digests, commit) => `规则先于测量提交（${commit}）。计算图和权重：${digests}。`,
    },
  },
};
