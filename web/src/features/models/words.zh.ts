// The words of Models, in Chinese.

import type { Architecture } from "../../core/api/api";
import { count } from "../../core/text/numbers";
import type { models as modelsEn, exportCard as exportCardEn } from "./words.en";

const POSITIONS: Readonly<Record<Architecture["positions"], string>> = {
  rotary: "旋转位置编码",
  learned: "学得的位置向量",
  sinusoidal: "正弦位置编码",
  none: "没有位置编码",
};

/** On what a model runs, by the server's name of it; a plug-in goes by its own. */
const PLACES: Readonly<Record<string, string>> = {
  "": "在处理器上",
  cpu: "在处理器上",
  cuda: "在 GPU 上",
};

/** The layers that see a band only. */
function banded(windows: readonly number[]): string {
  const layers = windows.flatMap((size, i) => (size > 0 ? [i] : []));
  const size = Math.max(0, ...windows);
  return layers.length === 0
    ? ""
    : `，第 ${layers.join("、")} 层只看包括自己在内的 ${count(size)} 个词元`;
}

const NORMS = { in: "", out: "每部分的输出归一化", both: "每部分前后都归一化" };

function later(a: Architecture): string {
  const result = [
    (a.head_norm ?? "none") !== "none" && "查询和键归一化",
    NORMS[a.part_norms ?? "in"],
    (a.parallel ?? "no") !== "no" && "注意力与前馈并列",
    (a.rotary_size ?? 0) > 0 && `每头只有 ${a.rotary_size} 维旋转`,
    (a.unturned ?? []).length > 0 && `第 ${(a.unturned ?? []).join("、")} 层不加位置`,
    (a.local_rope_theta ?? 0) > 0 && "带窗口的层另有旋转基数",
    (a.attention_softcap ?? 0) > 0 && `打分限制在 ±${a.attention_softcap} 以内`,
    (a.logit_softcap ?? 0) > 0 && `logit 限制在 ±${a.logit_softcap} 以内`,
  ];
  return result
    .filter((notice) => notice !== false && notice !== "")
    .map((notice) => `，${notice}`)
    .join("");
}

export const models: typeof modelsEn = {
  models: {
    title: "模型与训练记录",
    about:
      "House 模型是为 Shotglass 训练的。装好的是精确的模型（fp32）；8 位和 16 位的副本在第一次用到时才做。",
    importable: "本机已有、尚未导入",
    importableAbout: "这些模型完整地存放在 Hugging Face 缓存里。用下面的命令导入，不需要网络。",
    cached: (name: string, bytes: number) =>
      `${name}，权重 ${count(Math.max(1, Math.round(bytes / 1e6)))} MB`,
    parameters: "参数量",
    shape: "形状",
    shapeOf: (a: Architecture) =>
      `${a.layers} 层，宽 ${count(a.width)}；${a.heads} 个头，每头 ${a.head_size} 维，共用 ${a.kv_heads} 组键和值；` +
      `前馈层宽 ${count(a.ffn_width)}，词表 ${count(a.vocabulary)}，${POSITIONS[a.positions]}，` +
      `${a.norm === "rms" ? "RMS 归一化" : "层归一化"}${a.norm_first === false ? "（在每部分之后）" : ""}，${a.tied ? "输出层与词嵌入共用" : "输出层独立"}` +
      (a.bidirectional === true ? "，双向注意力" : "") +
      banded(a.windows ?? []) +
      later(a),
    trained: {
      "SmolLM2-135M-Instruct":
        "由 Hugging Face 训练：先读 2 万亿个词元，其中有挑选出来的有教益的网页（FineWeb-Edu）、另外筛选过的网页（DCLM）和代码（The Stack）；再学照指示回答：先看例子（SFT），再看两个回答里哪一个更受偏爱（DPO，UltraFeedback）。依据是它的模型卡；论文见 Allal 等 2025，arXiv:2502.02737。",
    },
    masked: "它是填空用的：每个词元都能看到前后文，所以它不会往下写。可以在下面把它导出。",
    fill: "用它填空",
    inside: "看看内部",
    data: "数据",
    runsTitle: "训练记录",
    run: "训练",
    read: "已读词元",
    state: "状态",
    training: "它是怎样训练的，曲线和问过它的问题",
    context: "上下文",
    served: (served: number) => `这里提供 ${count(served)} 个词元`,
    contextTokens: (n: number) => `${count(n)} 个词元`,
    runs: "在这里运行",
    runsOn: (file: string, precision: string, provider: string) =>
      `${file}（${precision}），${PLACES[provider] ?? `由 onnxruntime 的插件 ${provider} 运行`}`,
    licence: "许可证",
    languages: "语言",
    notes: "请注意",
    provenance: "来源",
    parity: "一致性（导入时测得）",
    quality: "质量（制作时测得）",
    measured: {
      native: "8 位",
      "native-fp16": "fp16",
      web: "fp16（浏览器）",
      points: "不低于 1\u202f% 的概率，偏差百分点",
      n: "比较的个数",
      median: "中位数",
      p90: "第 90 百分位",
      max: "最大",
      left_out: "没有写出，因为",
      text: "文本",
      name: "名称",
      sha256: "sha256",
      tokens: "词元数",
      window: "一次看到的词元数",
      positions: "比较的位置数",
      against: "对照",
      graphs: "比较的计算图",
      max_logit_difference: "logit 的最大差",
      mean_kl_nats: "与 fp32 的平均 KL（奈特）",
      max_kl_nats: "最大 KL（奈特）",
      top1_agreement: "最可能词元相同的比例",
      perplexity: "困惑度",
      perplexity_reference: "fp32 的困惑度",
      tensor_types: "张量类型",
    } as Record<string, string>,
    facts: "测得的数据与来源",
    files: "文件",
    file: "文件",
    size: "大小",
    digest: "SHA-256",
    downloads: "下载（已装好的）",
    downloadsAbout:
      "每种格式一个不压缩的 zip：计算图、权重、分词器和清单。只用 onnxruntime 就能运行。中断的下载可以接着下。",
    downloadWord: "下载",
    download: (format: string) => `下载 ${format}`,
    format: "格式",
    precision: "权重",
    status: { ready: "就绪", loading: "载入中", idle: "未载入", failed: "失败" },
    isDefault: "本页使用的模型",
    loading: "正在读取模型的清单……",
  },
};

// The words of the export card, in Chinese.

const formats: Record<string, string> = {
  portable: "标准算子，缓存由调用者传入：任何 ONNX 运行时都能运行。",
  int8: "同一张图，权重按 8 位分块，大小约为四分之一，仍是标准算子。",
  native: "onnxruntime 自己的融合算子：在那里最快，缓存就地写入。",
  explain: "把注意力、分数和隐藏状态作为输出：用来看内部。",
  hf: "一个文件夹，optimum 和 transformers.js 可以直接载入。",
  web: "给没有 GPU 的浏览器：存储减半，计算用 fp32。",
  genai: "给 onnxruntime-genai 的文件夹，附带它的配置。",
  triton: "Triton 服务器模型库里的一个模型，附带 config.pbtxt。",
  gguf: "一个文件，给 llama.cpp 和以它为基础的程序（Ollama、LM Studio）。",
  torch: "给 PyTorch 的权重：transformers 可以载入，接着训练或另作他用。",
};

const precisions: Record<string, string> = {
  fp32: "权重原样保留，不作舍入。",
  fp16: "权重用半精度：大小减半。",
  int8: "权重按 8 位分块：大小约为四分之一，预测几乎不变。",
  int4: "权重按 4 位分块：最小。预测会变，变了多少在下面测出。",
};

const stages: Record<string, string> = {
  "Verifying the model": "正在核对模型",
  "Writing weights": "正在写权重",
  "Comparing logits": "正在比较 logit",
  "Comparing predictions": "正在比较预测",
  Timing: "正在计时",
  "Checking the graph": "正在检查计算图",
};

const checks: Record<string, string> = {
  checker: "ONNX 自带的完整检查",
  shapes: "形状推断；输入输出与约定一致",
  finite: "张量个数，权重全部有限",
  parity: "与 fp32 图的 logit 最大差（一次读完，再逐词元读）",
  kl: "与 fp32 的平均 KL（奈特）",
  top1: "最可能词元与 fp32 相同的比例",
};

export const exportCard: typeof exportCardEn = {
  exportCard: {
    title: "导出",
    about: "先选用途。做好的文件会先与 fp32 模型比较，通过了才保留，并打成一个 zip。",
    format: "格式",
    formats,
    precision: "权重",
    precisions,
    press: (format: string, precision: string) => `导出 ${format}（${precision}）`,
    busy: "正在做另一个导出。",
    progress: "导出完成了多少",
    beginning: "正在启动导出程序",
    stages,
    stop: "停止",
    download: "下载",
    ready: (file: string) => `${file} 可以下载了。`,
    resumes: "中断的下载可以接着下",
    install: "导出还需要几个没有安装的软件包。请安装，然后重新启动服务器：",
    waiting: "正在查看导出过什么……",
    failed: "服务器没有说明可以导出什么。",
    again: "再问一次",
    report: {
      title: "检查了什么",
      what: "检查",
      figure: "测得",
      allowed: "允许",
      verdict: "结论",
      passed: "通过",
      refused: "拒绝",
      measured: "实测",
      atMost: (value: string) => `≤\u202f${value}`,
      atLeast: (value: string) => `≥\u202f${value}`,
      checks,
      size: "文件大小",
      speed: (context: number, threads: number) =>
        `${context === 0 ? "读入文本时每个词元" : `前面有 ${count(context)} 个词元时，每个词元`}（onnxruntime，${threads} 个线程）`,
      milliseconds: (ms: number) => `${ms.toFixed(ms < 10 ? 2 : 1)}\u202f毫秒`,
      weights: "权重",
      graph: (nodes: number, opset: number, ir: number) =>
        `${count(nodes)} 个节点，opset ${opset}，IR ${ir}。`,
      made: (seconds: number) => `在这台电脑上制作并检查用了 ${seconds.toFixed(1)}\u202f秒。`,
    },
    elsewhere: {
      title: "在别处使用",
      about: "解开 zip，把程序放在文件旁边，照它第一行的命令运行。",
      program: (language: string) => `${language} 程序`,
      copy: (language: string) => `复制 ${language}`,
      copied: "已复制。",
      notCopied: "浏览器没有允许；请选中文字复制。",
      other: "这张图有自己的输入，名称、类型和形状写在 zip 里的 export.json 中。",
      file: "llama.cpp 可以直接运行这个文件，zip 里的 README.md 写了怎么做。",
    },
  },
};
