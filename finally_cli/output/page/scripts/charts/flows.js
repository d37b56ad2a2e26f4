// Where money comes from and goes to, as bands as wide as the amounts.
finallyPage.kinds.flows = (drawing, look, place) => {
  "use strict";
  const { number, base, tip, cut, measure, mix } = finallyPage;
  const colours = { in: look.gain, out: look.loss, whole: look.accent, owed: look.owed, other: look.quiet };
  const nodes = drawing.nodes, flows = drawing.flows;
  const into = new Set(flows.map((flow) => flow.target)), from = new Set(flows.map((flow) => flow.source));
  const text = (at) => `${nodes[at].name}  ${nodes[at].amount.t}`;
  const size = 13;
  const ends = (side) => nodes.map((_, at) => at).filter((at) => !side.has(at));
  const room = (places) => Math.max(0, ...places.map((at) => measure(text(at), look, size)));
  const side = look.narrow ? look.width * 0.36 : look.width * 0.3;
  const left = Math.min(side, room(ends(into)) + 16), right = Math.min(side, room(ends(from)) + 16);
  const label = (at) => {
    const width = (into.has(at) ? (from.has(at) ? side : right) : left) - 12;
    if (look.narrow) return `${cut(nodes[at].name, width, look)}\n${nodes[at].amount.t}`;
    return `${cut(nodes[at].name, width - measure(`  ${nodes[at].amount.t}`, look, size), look)}  ${nodes[at].amount.t}`;
  };
  // A band that passes a column by goes through a point in it, so that no node there lies upon the band.
  const columns = nodes.map(() => 0);
  for (const _ of nodes) for (const flow of flows) columns[flow.target] = Math.max(columns[flow.target], columns[flow.source] + 1);
  const last = Math.max(...columns);
  const column = (at) => (from.has(at) ? columns[at] : last);
  const colour = (flow) => mix(colours[nodes[flow.target].role], look.surface, 0.3);
  const points = [];
  const links = flows.flatMap((flow, at) => {
    const stops = [String(flow.source)];
    for (let passed = column(flow.source) + 1; passed < column(flow.target); passed += 1) {
      stops.push(`${at}/${passed}`);
      points.push({ name: `${at}/${passed}`, flow, itemStyle: { color: colour(flow), borderWidth: 0 }, label: { show: false } });
    }
    stops.push(String(flow.target));
    return stops.slice(1).map((stop, place) => ({
      source: stops[place], target: stop, value: number(flow.amount), flow, lineStyle: { color: colour(flow) },
    }));
  });
  const option = base(drawing, look);
  place.height = Math.max(260, Math.max(ends(into).length, ends(from).length) * (look.narrow ? 52 : 34) + (look.narrow ? 60 : 0));
  return {
    ...option,
    tooltip: {
      ...option.tooltip, trigger: "item",
      formatter: (point) => {
        const node = point.dataType === "node" && nodes[point.dataIndex];
        if (node) return tip(node.name, [["", node.amount.t]]);
        const { flow } = point.dataType === "node" ? points[point.dataIndex - nodes.length] : links[point.dataIndex];
        return tip(`${nodes[flow.source].name} → ${nodes[flow.target].name}`, [["", flow.amount.t]]);
      },
    },
    series: [{
      type: "sankey", left, right, top: look.narrow ? 8 : 28, bottom: look.narrow ? 24 : 8, draggable: false, nodeWidth: 10, nodeGap: look.narrow ? 32 : 20,
      layoutIterations: 64, emphasis: { focus: "adjacency" }, blur: { lineStyle: { opacity: 0.4 }, itemStyle: { opacity: 0.4 }, label: { opacity: 0.4 } },
      lineStyle: { curveness: 0.5, opacity: 1 },
      data: [...nodes.map((node, at) => ({
        name: String(at), itemStyle: { color: colours[node.role], borderWidth: 0 },
        label: {
          position: into.has(at) ? (from.has(at) ? "top" : "right") : "left",
          show: !look.narrow || !into.has(at) || !from.has(at), formatter: () => label(at), color: look.ink, fontSize: size, lineHeight: 16,
        },
      })), ...points],
      links,
    }],
  };
};
