// Bars from nought, each with its name before it and its figures behind it; above it where there is little room.
finallyPage.kinds.bars = (drawing, look, place) => {
  "use strict";
  const { number, base, amounts, tip, said, cut, measure } = finallyPage;
  const colours = { plain: look.accent, good: look.gain, bad: look.loss, owed: look.owed, rest: look.quiet };
  const bars = drawing.bars;
  const texts = bars.map((bar) => said(bar.said));
  const lengths = bars.map((bar) => (bar.length === null ? null : number(bar.length)));
  const marks = bars.map((bar) => (bar.mark === null ? null : number(bar.mark)));
  const known = [...lengths, ...marks].filter((one) => one !== null);
  // On a track, what is far beyond its end is drawn at the edge; its figure tells how far.
  const most = drawing.of_one ? 1.5 : Infinity;
  const high = Math.min(most, Math.max(drawing.of_one ? 1 : 0, ...known));
  const low = Math.max(-most / 3, Math.min(0, ...known));
  const names = Math.min(look.width * 0.28, Math.max(...bars.map((bar) => measure(bar.name, look))) + 4);
  const figures = Math.max(...texts.map((text) => measure(text, look))) + 4;
  // Where a name and its figures do not fit beside one another, they stand one above the other.
  const stacks = look.narrow && bars.some((bar, at) => measure(bar.name, look) + measure(texts[at], look) + 16 > look.width);
  const step = stacks ? 62 : look.narrow ? 44 : 30;
  const option = base(drawing, look);
  const category = {
    type: "category", data: bars.map((_, at) => at), inverse: true,
    axisLine: { show: false }, axisTick: { show: false },
  };
  const top = (drawing.mark_name ? 28 : 4) + (look.narrow ? 8 : 0);
  place.height = bars.length * step + top;
  const grid = {
    top, bottom: 0, containLabel: false,
    left: look.narrow ? 0 : names + 12, right: look.narrow ? 0 : figures + 12,
  };
  const above = { verticalAlign: "bottom", padding: [0, 0, 9, 0], inside: true, margin: 0 };
  const thick = look.narrow ? 10 : 14;
  return {
    ...option,
    grid,
    legend: drawing.mark_name ? { ...finallyPage.legend(look), data: [drawing.mark_name], selectedMode: false } : undefined,
    tooltip: {
      ...option.tooltip, trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: look.ink, opacity: 0.06 } },
      formatter: (points) => {
        const bar = bars[points[0].dataIndex];
        const lines = [["", said(bar.said)]];
        if (bar.mark !== null) lines.push([drawing.mark_name, bar.mark.t]);
        return tip(bar.name, lines);
      },
    },
    xAxis: {
      ...amounts(drawing, look), min: low, max: high || 1, axisLabel: { show: false },
      splitLine: { show: false }, axisLine: { show: low < 0, lineStyle: { color: look.line } },
    },
    yAxis: [
      {
        ...category,
        axisLabel: {
          color: look.ink, fontSize: 13, interval: 0, margin: 12,
          ...(look.narrow ? { ...above, align: "left" } : {}),
          lineHeight: 17,
          formatter: (at) => {
            if (stacks) return `${cut(bars[at].name, look.width - 8, look)}\n{figures|${texts[at]}}`;
            return cut(bars[at].name, look.narrow ? look.width - figures - 12 : names, look);
          },
          rich: { figures: { color: look.muted, fontSize: 13, lineHeight: 17 } },
        },
      },
      {
        ...category, position: "right",
        axisLabel: {
          color: look.muted, fontSize: 13, interval: 0, margin: 12,
          ...(look.narrow ? { ...above, align: "right" } : { align: "right", margin: figures + 12 }),
          formatter: (at) => (stacks ? "" : texts[at]),
        },
      },
    ],
    series: [
      ...(drawing.of_one ? [{
        type: "bar", silent: true, barWidth: thick, barGap: "-100%", z: 1,
        itemStyle: { color: look.faint, borderRadius: 3 }, data: bars.map((bar) => (bar.length === null ? null : 1)),
      }] : []),
      {
        type: "bar", barWidth: thick, barGap: "-100%", z: 2, emphasis: { disabled: true },
        data: lengths.map((length, at) => ({
          value: length === null ? null : Math.max(low, Math.min(high, length)),
          itemStyle: { color: colours[bars[at].look], borderRadius: 3 },
        })),
      },
      ...(drawing.mark_name ? [{
        type: "scatter", name: drawing.mark_name, symbol: "rect", symbolSize: [3, thick + 8], z: 3, silent: true,
        itemStyle: { color: look.ink }, data: marks.map((mark, at) => (mark === null ? null : [mark, at])).filter(Boolean),
      }] : []),
    ],
  };
};
