// Every chart in its place, drawn anew when the colours, the width or the paper change.
(() => {
  "use strict";
  document.documentElement.classList.add("scripted");
  const places = [...document.querySelectorAll(".chart")];

  function draw(place, size) {
    const width = size ? size.width : place.clientWidth;
    const look = finallyPage.look(width);
    place.height = 0; // a kind of chart may say how high it is
    const option = finallyPage.kinds[place.drawing.kind](place.drawing, look, place);
    if (place.height) place.style.height = `${place.height}px`;
    place.chart.resize(size ? { width, height: place.height || size.height } : { width: "auto", height: "auto" });
    place.chart.setOption(option, { notMerge: true });
  }

  for (const place of places) {
    place.drawing = JSON.parse(document.getElementById(`${place.id}-data`).textContent);
    place.chart = echarts.init(place, null, { renderer: "svg" });
    draw(place);
  }
  if (!places.length) return;

  const widths = new WeakMap();
  const observer = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (widths.get(target) !== undefined && widths.get(target) !== contentRect.width) draw(target);
      widths.set(target, contentRect.width);
    }
  });
  places.forEach((place) => observer.observe(place));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => places.forEach((place) => draw(place)));

  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("printing");
    places.forEach((place) => draw(place, { width: 680, height: Math.min(place.clientHeight, 900) }));
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    places.forEach((place) => draw(place));
  });
})();
