// The words around every figure, in Chinese.

import type { figure as en } from "./words.en";

export const figure: typeof en = {
  figure: {
    showTable: "看表格",
    showFigure: "看图",
    save: "保存",
    saveAs: (format: string) => `存为 ${format}`,
    formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
    failed: "图片没能生成，表格仍可保存。",
  },
};
