// A waterfall: each step hangs where the one before it ended.
finallyPage.kinds.waterfall = (drawing, look) => {
  "use strict";
  const { number, base, amounts, tip } = finallyPage;
  let level = 0;
  const bars = drawing.steps.map((step) => {
    const amount = number(step.amount);
    const from = step.is_level ? 0 : level;
    level = step.is_level ? amount : level + amount;
    return { from, amount, to: level };
  });
  const ends = bars.flatMap((bar, at) => (drawing.steps[at].is_level ? [bar.to] : [bar.from, bar.to]));
  const low = Math.min(...ends), high = Math.max(...ends);
  const room = (high - low) * 0.25 || Math.abs(high) * 0.1 || 1;
  // Levels begin at nought, unless what changed them would then not be seen beside them: that is said.
  const cuts = (high - low) * 5 < Math.max(Math.abs(high), Math.abs(low));
  const floor = low < 0 ? low - room : cuts ? Math.max(0, low - room) : 0;
  const ceiling = high > 0 ? high + room : cuts ? Math.min(0, high + room) : 0;
  const isCut = floor > 0 || ceiling < 0;
  const gap = ceiling < 0 ? 44 : 28; // what hangs from the upper edge has its figure above it
  const colour = (step, bar) => (step.is_level ? look.accent : bar.amount < 0 ? look.loss : look.gain);
  const option = base(drawing, look);
  const names = drawing.steps.map((step) => step.name);
  const category = {
    type: "category", data: names, inverse: look.narrow,
    axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
    axisLabel: { color: look.muted, interval: 0 },
  };
  const value = amounts(drawing, look);
  Object.assign(value, { min: floor, max: ceiling });
  if (isCut) Object.assign(value, {
    name: "The axis does not begin at 0", nameLocation: look.narrow ? "middle" : "end", nameGap: look.narrow ? 26 : gap - 16,
    nameTextStyle: { color: look.muted, fontSize: 12, align: look.narrow ? "center" : "left" },
  });
  Object.assign(value.axisLabel, { showMinLabel: !floor, showMaxLabel: !ceiling }); // where it is cut is no round number
  return {
    ...option,
    grid: { ...option.grid, top: isCut && !look.narrow ? gap : 12, bottom: isCut && look.narrow ? 24 : 4, right: look.narrow ? 24 : 12 },
    tooltip: {
      ...option.tooltip, trigger: "item",
      formatter: (point) => tip(names[point.dataIndex], [["", drawing.steps[point.dataIndex].amount.t]]),
    },
    xAxis: look.narrow ? { ...value, splitNumber: 2 } : category,
    yAxis: look.narrow ? category : value,
    series: [
      { type: "bar", stack: "step", stackStrategy: "all", silent: true, tooltip: { show: false },
        itemStyle: { color: "transparent" }, data: bars.map((bar) => bar.from) },
      {
        type: "bar", stack: "step", stackStrategy: "all", barMaxWidth: 64,
        data: bars.map((bar, at) => ({ value: bar.amount, itemStyle: { color: colour(drawing.steps[at], bar), borderRadius: 2 } })),
        label: {
          show: !look.narrow, position: "top", color: look.ink, fontSize: 12,
          formatter: (point) => drawing.steps[point.dataIndex].amount.t,
        },
        emphasis: { disabled: true },
      },
    ],
  };
};
