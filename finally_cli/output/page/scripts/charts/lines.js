// Lines over months: net worth with what is owned and owed, and any other.
finallyPage.kinds.lines = (drawing, look, place) => {
  "use strict";
  const { number, base, amounts, months, legend, below, tip } = finallyPage;
  const roles = {
    whole: { color: look.accent, width: 2.5 },
    owned: { color: look.owned, width: 1.25, area: 0.12 },
    owed: { color: look.owed, width: 1.25, area: 0.16 },
  };
  const zooms = drawing.months.length > 24;
  const series = drawing.lines.map((line, index) => {
    const role = roles[line.role] || { color: look.series[index % look.series.length], width: 2, type: line.role === "ahead" ? "dashed" : "solid" };
    const values = line.figures.map(number);
    return {
      type: "line", name: line.name, z: line.role === "whole" ? 3 : 2,
      // A month between two without values is a point.
      data: values.map((value, at) => ({
        value,
        symbol: (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null ? "circle" : "none",
      })),
      symbolSize: 6, connectNulls: false,
      itemStyle: { color: role.color },
      lineStyle: { color: role.color, width: role.width, type: role.type || "solid" },
      areaStyle: role.area ? { color: role.color, opacity: role.area } : undefined,
      emphasis: { disabled: true },
    };
  });
  if (zooms) ranges(place, drawing.months.length);
  const option = base(drawing, look);
  return {
    ...option,
    grid: { ...option.grid, top: below(drawing.lines.map((line) => line.name), look), bottom: zooms && !look.paper ? 56 : 4 },
    legend: legend(look),
    tooltip: {
      ...option.tooltip, trigger: "axis",
      formatter: (points) => {
        const at = points[0].dataIndex;
        return tip(drawing.months[at], drawing.lines.map((line) =>
          [line.name, line.figures[at] === null ? "–" : line.figures[at].t]));
      },
    },
    xAxis: months(drawing, look),
    // What lies ahead is told apart near its end, not by its distance from nought.
    yAxis: { ...amounts(drawing, look), scale: drawing.lines.every((line) => line.role === "ahead") },
    dataZoom: zooms ? [
      { type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false },
      {
        type: "slider", show: !look.paper, bottom: 8, height: 30, borderColor: look.line, fillerColor: `${look.accent}22`,
        textStyle: { color: look.muted }, moveHandleSize: 0, brushSelect: true,
        dataBackground: { lineStyle: { color: look.muted }, areaStyle: { color: look.faint } },
        selectedDataBackground: { lineStyle: { color: look.accent }, areaStyle: { color: look.faint } },
        handleStyle: { color: look.surface, borderColor: look.muted },
      },
    ] : [],
    series,
  };

  // Buttons for the last year and so on: what the brush does, by keyboard.
  function ranges(place, count) {
    if (place.ranges) return;
    place.ranges = document.createElement("div");
    place.ranges.className = "ranges";
    place.ranges.setAttribute("role", "group");
    place.ranges.setAttribute("aria-label", "Months that are shown");
    const said = [["1 year", 12], ["3 years", 36], ["5 years", 60], ["10 years", 120]]
      .filter(([, months]) => months < count);
    for (const [text, months] of [...said, ["All", count]]) {
      const button = place.ranges.appendChild(document.createElement("button"));
      button.type = "button";
      button.textContent = text;
      button.setAttribute("aria-pressed", String(months === count));
      button.addEventListener("click", () => {
        for (const other of place.ranges.children) other.setAttribute("aria-pressed", String(other === button));
        place.chart.dispatchAction({ type: "dataZoom", startValue: count - months, endValue: count - 1 });
      });
    }
    place.before(place.ranges);
  }
};
