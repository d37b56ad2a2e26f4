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
  const floor = low > 0 ? Math.max(0, low - room) : low - room; // levels need not begin at nought
  const colour = (step, bar) => (step.is_level ? look.accent : bar.amount < 0 ? look.loss : look.gain);
  const option = base(drawing, look);
  const names = drawing.steps.map((step) => step.name);
  const category = {
    type: "category", data: names, inverse: look.narrow,
    axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
    axisLabel: { color: look.muted, interval: 0 },
  };
  const value = amounts(drawing, look);
  Object.assign(value, { min: floor, max: high + room });
  Object.assign(value.axisLabel, { showMinLabel: false, showMaxLabel: false }); // where it is cut is no round number
  return {
    ...option,
    grid: { ...option.grid, top: 12, right: look.narrow ? 24 : 12 },
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
