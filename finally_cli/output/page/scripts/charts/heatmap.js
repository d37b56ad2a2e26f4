// A cell for each row and month, the darker the more; what flowed back has the other colour.
finallyPage.kinds.heatmap = (drawing, look, place) => {
  "use strict";
  const { number, base, months, tip, cut, measure, mix, inkOn } = finallyPage;
  const count = drawing.months.length, rows = drawing.rows;
  // By the root of the amount: what is small beside the rent still has its shades.
  const shade = (value) => Math.sign(value) * Math.sqrt(Math.abs(value));
  const cells = rows.flatMap((row, y) => row.figures.map((figure, x) => [x, y, figure === null ? 0 : shade(number(figure))]));
  const most = Math.max(...cells.map((cell) => Math.abs(cell[2]))) || 1;
  const negative = cells.some((cell) => cell[2] < 0);
  const names = Math.min(look.width * (look.narrow ? 0.3 : 0.22), Math.max(...rows.map((row) => measure(row.name, look))) + 4);
  const size = look.paper ? 8 : 12; // on paper as small as a figure may be, so that it is there
  const widest = Math.max(...rows.flatMap((row) => row.figures.map((figure) => measure(figure === null ? "" : figure.t, look, size))));
  const writes = widest + 4 < (look.width - names - 12) / count;
  const ground = (value) => mix(value < 0 ? look.gain : look.accent, look.faint, Math.abs(value) / most);
  const option = base(drawing, look);
  place.height = rows.length * 32 + 72;
  return {
    ...option,
    grid: { left: names + 12, right: 0, top: 4, bottom: 64, containLabel: false },
    tooltip: {
      ...option.tooltip, trigger: "item",
      formatter: (point) => {
        const [x, y] = point.value;
        return tip(drawing.months[x], [[rows[y].name, rows[y].figures[x] === null ? "–" : rows[y].figures[x].t]]);
      },
    },
    xAxis: { ...months(drawing, look), boundaryGap: true, axisLine: { show: false } },
    yAxis: {
      type: "category", inverse: true, data: rows.map((_, at) => at), axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { color: look.ink, fontSize: 13, interval: 0, margin: 12, formatter: (at) => cut(rows[at].name, names, look) },
    },
    visualMap: {
      type: "continuous", min: negative ? -most : 0, max: most, dimension: 2, calculable: false,
      orient: "horizontal", left: look.narrow ? 0 : names + 12, bottom: 0, itemWidth: 10, itemHeight: 120, hoverLink: false,
      text: ["more", negative ? "flowed back" : "less"], textStyle: { color: look.muted, fontSize: 12 },
      inRange: { color: negative ? [look.gain, look.faint, look.accent] : [look.faint, look.accent] },
    },
    series: [{
      type: "heatmap", emphasis: { disabled: true },
      itemStyle: { borderColor: look.surface, borderWidth: 2, borderRadius: 3 },
      data: cells.map((value) => ({
        value,
        label: { color: inkOn(ground(value[2])) },
      })),
      label: {
        show: writes, fontSize: size,
        formatter: (point) => rows[point.value[1]].figures[point.value[0]]?.t ?? "",
      },
    }],
  };
};
