// The words of Models, in Chinese.

import type { Architecture } from "../../core/api/api";
import { count } from "../../core/text/numbers";
import type { models as en } from "./words.en";

/** The layers that see a band only. */
function banded(windows: readonly number[]): string {
  const layers = windows.flatMap((size, i) => (size > 0 ? [i + 1] : []));
  const size = Math.max(0, ...windows);
  return layers.length === 0
    ? ""
    : `，第 ${layers.join("、")} 层只看包括自己在内的 ${count(size)} 个词元`;
}

export const models: typeof en = {
  models: {
    documentTitle: "模型 · Shotglass",
    title: "装了什么，测得怎样",
    about:
      "一个模型就是一个文件夹。下面每个文件都可以带走，在别处照样能运行。装好的是精确的模型；8 位和 16 位的副本在第一次用到时才做。",
    parameters: "参数量",
    shape: "形状",
    shapeOf: (a: Architecture) =>
      `${a.layers} 层，宽 ${count(a.width)}；${a.heads} 个头，每头 ${a.head_size} 维，共用 ${a.kv_heads} 组键和值；` +
      `前馈层宽 ${count(a.ffn_width)}，词表 ${count(a.vocabulary)}，${a.positions === "rotary" ? "旋转位置编码" : "学得的位置向量"}，` +
      `${a.norm === "rms" ? "RMS 归一化" : "层归一化"}${a.norm_first === false ? "（在每部分之后）" : ""}，${a.tied ? "输出层与词嵌入共用" : "输出层独立"}` +
      (a.bidirectional === true ? "，双向注意力" : "") +
      banded(a.windows ?? []),
    masked:
      "它是填空用的：每个词元都能看到前后文。所以它不会往下写，各个页面都不能提示它；可以在下面把它带走。",
    data: "数据",
    training: "它是怎样训练的，曲线和 k 样本表",
    context: "上下文",
    served: (served: number) => `这里提供 ${count(served)} 个词元`,
    contextTokens: (n: number) => `${count(n)} 个词元`,
    runs: "在这里运行",
    runsOn: (file: string, precision: string, provider: string) =>
      `${file}（${precision}），${provider === "cuda" ? "在 GPU 上" : "在处理器上"}`,
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
