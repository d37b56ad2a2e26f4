// Bars one under the other.
finallyPage.heights.bars = (drawing) => 48 + 30 * drawing.bars.length;
finallyPage.kinds.bars = (drawing, look) => {
  "use strict";
  const { number, base, amounts, tip } = finallyPage;
  const option = base(drawing, look);
  const names = drawing.bars.map((bar) => bar.name);
  return {
    ...option,
    grid: { ...option.grid, top: 8, right: 96 },
    tooltip: {
      ...option.tooltip, trigger: "item",
      formatter: (point) => {
        const bar = drawing.bars[point.dataIndex];
        return tip(bar.name, [["", bar.figure.t]]);
      },
    },
    xAxis: { ...amounts(drawing, look), splitNumber: look.narrow ? 2 : 5 },
    yAxis: {
      type: "category", data: names, inverse: true,
      axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
      axisLabel: { color: look.muted, interval: 0, width: look.narrow ? 96 : 180, overflow: "truncate" },
    },
    series: [{
      type: "bar", barMaxWidth: 22,
      data: drawing.bars.map((bar) => ({
        value: number(bar.figure),
        itemStyle: { color: number(bar.figure) < 0 ? look.loss : look.accent, borderRadius: 2 },
      })),
      label: {
        show: true, position: "right", color: look.ink, fontSize: 12,
        formatter: (point) => drawing.bars[point.dataIndex].figure.t,
      },
      emphasis: { disabled: true },
    }],
  };
};
