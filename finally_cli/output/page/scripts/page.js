// What the other scripts share: the kinds of charts, the colours in force, and the words of a hover.
const finallyPage = (() => {
  "use strict";
  const kinds = {}; // name -> (drawing, look, place) => the library's option

  function look(width, paper) {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
      ground: colour("ground"), surface: colour("surface"), ink: colour("ink"),
      muted: colour("muted"), line: colour("line"), faint: colour("faint"),
      gain: colour("gain"), loss: colour("loss"), accent: colour("accent"),
      owned: colour("owned"), owed: colour("owed"),
      series: Array.from({ length: 8 }, (_, place) => colour(`series-${place + 1}`)),
      quiet: colour("quiet"), narrow: width < 560, width, paper: Boolean(paper),
    };
  }

  const number = (figure) => (figure === null ? null : Number(figure.v));

  // The steps of an axis are round, so that this cuts none: two of them must never read alike.
  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 6 });

  // What every chart of ours has.
  function base(drawing, look) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: look.ink },
      grid: { left: 4, right: 12, top: 36, bottom: 4, containLabel: true },
      tooltip: {
        confine: true, className: "tip-place", borderWidth: 0, padding: 0, backgroundColor: "transparent",
        extraCssText: "box-shadow:none", textStyle: { color: look.ink },
        axisPointer: { lineStyle: { color: look.muted }, label: { show: false } },
        transitionDuration: 0,
      },
    };
  }

  // A value axis: amounts or percent, or nothing where amounts are masked.
  function amounts(drawing, look) {
    const say = drawing.percent ? (v) => `${Number((v * 100).toPrecision(6))} %` : (v) => compact.format(v);
    return {
      type: "value",
      axisLabel: { show: !drawing.masked, color: look.muted, formatter: say },
      splitLine: { lineStyle: { color: look.faint } },
    };
  }

  // The axis of the months.
  function months(drawing, look) {
    return {
      type: "category", data: drawing.months, boundaryGap: false,
      axisLine: { lineStyle: { color: look.line } }, axisTick: { show: false },
      axisLabel: { color: look.muted, hideOverlap: true },
    };
  }

  // Words with figures among them, as one text.
  const said = (words) => words.map((word) => (typeof word === "string" ? word : word.t)).join("");

  // A colour with so much of the first in it, of two that are written #rrggbb.
  function mix(one, other, share) {
    const part = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
    return `#${[1, 3, 5].map((at) => Math.round(part(one, at) * share + part(other, at) * (1 - share))
      .toString(16).padStart(2, "0")).join("")}`;
  }

  // Black or white, whichever is read on a colour: one of them has 4.5:1 on any.
  function inkOn(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff";
  }

  // How wide a text is, in pixels, and a text that is cut where it is wider than there is room.
  const canvas = document.createElement("canvas").getContext("2d");
  function measure(text, look, size = 13) {
    canvas.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
    return canvas.measureText(text).width;
  }
  function cut(text, room, look) {
    if (measure(text, look) <= room) return text;
    const characters = [...text.slice(0, 200)];
    while (characters.length > 1 && measure(`${characters.join("")}…`, look) > room) characters.pop();
    return `${characters.join("")}…`;
  }

  // The names of what is drawn, above it: as many rows as they need, and none longer than its place.
  const legend = (look) => ({
    top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: { color: look.muted },
    formatter: (name) => cut(name, look.width * 0.8 - 40, look),
  });
  function below(names, look) {
    let rows = 1, end = 0;
    for (const name of names) {
      const width = 30 + measure(cut(name, look.width * 0.8 - 40, look), look);
      if (end && end + width > look.width) rows += 1, end = 0;
      end += width;
    }
    return 14 + rows * 22;
  }

  // A hover, as elements: no text is ever read as HTML.
  function tip(title, lines) {
    const box = document.createElement("div");
    box.className = "tip";
    const head = box.appendChild(document.createElement("div"));
    head.className = "tip-title";
    head.textContent = title;
    for (const [name, text] of lines) {
      const line = box.appendChild(document.createElement("div"));
      line.className = "tip-line";
      line.appendChild(document.createElement("span")).textContent = name;
      line.appendChild(document.createElement("span")).textContent = text;
    }
    return box;
  }

  return { kinds, look, number, base, amounts, months, legend, below, said, mix, inkOn, measure, cut, tip };
})();
