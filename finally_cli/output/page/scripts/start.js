// Every chart in its place, drawn anew when the colours, the width or the paper change.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const places = [...document.querySelectorAll(".chart")];

  function draw(place, size) {
    const width = size ? size.width : place.clientWidth;
    if (!width) return; // there is no room in a window that is hidden or being measured
    const look = finallyPage.look(width, Boolean(size));
    place.height = 0; // a kind of chart may say how high it is
    const option = finallyPage.kinds[place.drawing.kind](place.drawing, look, place);
    const height = place.height || (size && size.height);
    place.style.height = height ? `${height}px` : "";
    // What the brush has chosen stays chosen.
    const chosen = (place.chart.getOption()?.dataZoom || [])[0];
    for (const zoom of (chosen && option.dataZoom) || []) Object.assign(zoom, { start: chosen.start, end: chosen.end });
    place.chart.resize(size ? { width, height } : { width: "auto", height: "auto" });
    place.chart.setOption(option, { notMerge: true });
    place.drawn = true;
  }

  for (const place of places) {
    place.drawing = JSON.parse(document.getElementById(`${place.id}-data`).textContent);
    place.chart = echarts.init(place, null, { renderer: "svg" });
    draw(place);
  }

  const widths = new WeakMap();
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const before = widths.get(target), width = contentRect.width;
      if (!width) continue;
      widths.set(target, width);
      if (before === undefined ? !target.drawn : before !== width) draw(target);
    }
  });
  places.forEach((place) => observer.observe(place));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => places.forEach((place) => draw(place)));

  // On paper nothing scrolls: a table that is wider is drawn smaller, so that no figure is cut.
  const paper = 680;
  const tables = [...document.querySelectorAll(".scroll > table")];

  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    places.forEach((place) => draw(place, { width: paper, height: 280 }));
    for (const table of tables) {
      table.classList.toggle("tight", table.scrollWidth > paper);
      if (table.scrollWidth > paper) table.style.zoom = String(paper / table.scrollWidth);
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    for (const table of tables) table.style.zoom = "";
    places.forEach((place) => draw(place));
  });
})();
