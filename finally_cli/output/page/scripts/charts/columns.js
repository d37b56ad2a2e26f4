// Columns of each month: what came in goes up, what went out goes down, and a line is what was left.
finallyPage.kinds.columns = (drawing, look) => {
  "use strict";
  const { number, base, amounts, months, legend, tip } = finallyPage;
  const colours = { in: look.gain, out: look.loss };
  const all = [...drawing.columns, drawing.line];
  const option = base(drawing, look);
  return {
    ...option,
    legend: legend(look),
    tooltip: {
      ...option.tooltip, trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: look.ink, opacity: 0.06 } },
      formatter: (points) => {
        const at = points[0].dataIndex;
        return tip(drawing.months[at], all.map((line) => [line.name, line.figures[at] === null ? "–" : line.figures[at].t]));
      },
    },
    xAxis: { ...months(drawing, look), boundaryGap: true },
    yAxis: amounts(drawing, look),
    series: [
      ...drawing.columns.map((line) => ({
        type: "bar", name: line.name, stack: "month", barMaxWidth: 36, barCategoryGap: "35%",
        itemStyle: { color: colours[line.role], borderRadius: 2 }, emphasis: { disabled: true },
        data: line.figures.map((figure) => (figure === null ? null : number(figure) * (line.role === "out" ? -1 : 1))),
      })),
      {
        type: "line", name: drawing.line.name, z: 4, symbol: "circle", symbolSize: drawing.months.length > 60 ? 0 : 6,
        itemStyle: { color: look.ink, borderColor: look.surface, borderWidth: 1 },
        lineStyle: { color: look.ink, width: 2 }, emphasis: { disabled: true },
        data: drawing.line.figures.map(number),
      },
    ],
  };
};
