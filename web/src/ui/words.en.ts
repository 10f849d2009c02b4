// The words around every figure: the table behind it, and taking it along.

export const figure = {
  figure: {
    showTable: "Show as table",
    showFigure: "Show as figure",
    save: "Save",
    saveAs: (format: string) => `Save as ${format}`,
    formats: { svg: "SVG", png: "PNG", csv: "CSV", json: "JSON" },
    failed: "The picture could not be made. The table can still be saved.",
  },
};
