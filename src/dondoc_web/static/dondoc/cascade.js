/* The cascade as a graph: a column a level, from the highest at the left; days stand on each step. */
(() => {
  const place = document.getElementById("graph");
  if (!place) return;
  const data = JSON.parse(document.getElementById("drawing").textContent);
  const COLUMN = 210;
  const ROW = 68;
  const BOX = [128, 44];
  place.style.height = `${Math.max(data.rows * ROW + 40, 240)}px`;
  place.style.minWidth = `${data.levels * COLUMN - 40}px`;
  const style = (token) => getComputedStyle(document.body).getPropertyValue(token).trim();
  const ink = style("--dd-ink");
  const font = getComputedStyle(document.body).fontFamily;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const short = (name) => name.length > 17 ? `${name.slice(0, 16)}…` : name;
  const day = (iso) => iso.split("-").reverse().join("/");

  const nodes = data.nodes.map((node, at) => ({
    id: String(at),
    name: node.name,
    value: [node.level, node.row],
    source: node.source,
    title: node.title,
    symbol: "rect",
    symbolSize: BOX,
    itemStyle: node.source
      ? { color: "#eaf2fa", borderColor: style("--dd-held"), borderWidth: 1.5 }
      : { color: "#fff", borderColor: style("--dd-stub"), borderWidth: 1.5, borderType: "dashed" },
    label: { formatter: node.day ? `{name|${short(node.name)}}\n${day(node.day)}` : `{name|${short(node.name)}}` },
  }));
  const links = data.steps.map((step) => {
    const words = step.days === null ? "" : `${step.days > 0 ? "+" : ""}${step.days} ${place.dataset.days}`;
    return {
      source: String(step.upper),
      target: String(step.lower),
      label: { show: Boolean(words), formatter: words },
      lineStyle: { type: ["implements", "basis"].includes(step.relation) ? "solid" : "dashed" },
    };
  });
  const wrapped = (text) => (text || "").replace(/(.{60}\S*)\s/g, "$1\n");

  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 8 + BOX[0] / 2, right: 8 + BOX[0] / 2, top: 8 + BOX[1] / 2, bottom: 8 + BOX[1] / 2 },
    xAxis: { type: "value", min: 0, max: Math.max(data.levels - 1, 1), interval: 1, show: false },
    yAxis: { type: "value", min: 0, max: Math.max(data.rows - 1, 1), inverse: true, show: false },
    tooltip: {
      renderMode: "richText",
      confine: true,
      formatter: (p) => p.dataType === "node" ? `${p.data.name}\n${wrapped(p.data.title)}` : p.data.label.formatter,
    },
    series: [{
      type: "graph",
      coordinateSystem: "cartesian2d",
      data: nodes,
      links,
      edgeSymbol: ["none", "arrow"],
      edgeSymbolSize: 9,
      label: { show: true, color: ink, fontSize: 12, lineHeight: 16, rich: { name: { fontWeight: "bold", fontSize: 12, lineHeight: 17, color: ink } } },
      edgeLabel: { show: true, fontSize: 12, color: ink, backgroundColor: "#fff", padding: [1, 4] },
      lineStyle: { color: style("--dd-line"), width: 1.5, opacity: 0.9 },
      emphasis: { focus: "adjacency" },
    }],
  });
  chart.on("click", (p) => {
    if (p.dataType === "node" && p.data.source) location.assign(place.dataset.url.replace("/0/", `/${p.data.source}/`));
  });
  window.addEventListener("resize", () => chart.resize());
})();
