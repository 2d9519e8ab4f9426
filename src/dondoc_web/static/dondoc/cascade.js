/* The cascade as a graph: time to the right, levels downward, days on each step. */
(() => {
  const place = document.getElementById("graph");
  if (!place) return;
  const data = JSON.parse(document.getElementById("drawing").textContent);
  const small = place.clientWidth < 600;
  const style = (token) => getComputedStyle(document.body).getPropertyValue(token).trim();
  const ink = style("--dd-ink");
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const short = (name) => name.length > 18 ? `${name.slice(0, 17)}…` : name;
  const day = (iso) => iso.split("-").reverse().join("/");
  const nodes = data.nodes.map((node, at) => ({
    id: String(at),
    name: node.name,
    value: [node.day, node.level],
    source: node.source,
    title: node.title,
    symbol: "roundRect",
    symbolSize: small ? 12 : 16,
    itemStyle: node.source
      ? { color: style("--dd-held") }
      : { color: "#fff", borderColor: style("--dd-stub"), borderWidth: 2, borderType: "dashed" },
    label: { position: "right", offset: [0, -14], align: "left", formatter: `${short(node.name)}\n${day(node.day)}` },
  }));
  const links = data.steps.map((step) => ({
    source: String(step.upper),
    target: String(step.lower),
    label: { show: step.days !== null, formatter: step.days === null ? "" : `${step.days > 0 ? "+" : ""}${step.days} ${place.dataset.days}` },
    lineStyle: { type: step.relation === "implements" ? "solid" : "dashed" },
  }));
  chart.setOption({
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
    grid: { left: 24, right: small ? 96 : 120, top: 40, bottom: 48 },
    xAxis: { type: "time", boundaryGap: ["8%", "8%"], axisLine: { onZero: false, lineStyle: { color: "#9fb0c3" } }, axisLabel: { formatter: "{MM}/{yyyy}", hideOverlap: true, color: ink }, splitLine: { show: true, lineStyle: { color: "#e6ebf1" } } },
    yAxis: { type: "value", inverse: true, min: -0.5, max: data.levels - 0.5, interval: 1, show: false },
    dataZoom: [{ type: "inside", xAxisIndex: 0, zoomOnMouseWheel: "ctrl" }],
    tooltip: { renderMode: "richText", confine: true, formatter: (p) => p.dataType === "node" ? `${p.data.name}\n${(p.data.title || "").replace(/(.{60}\S*)\s/g, "$1\n")}` : p.data.label.formatter },
    series: [{
      type: "graph",
      coordinateSystem: "cartesian2d",
      data: nodes,
      links,
      edgeSymbol: ["none", "arrow"],
      edgeSymbolSize: 9,
      label: { show: true, color: ink, fontSize: small ? 10 : 12, lineHeight: 15 },
      edgeLabel: { show: true, fontSize: small ? 10 : 12, color: ink, backgroundColor: "#fff", padding: [1, 4] },
      lineStyle: { color: style("--dd-line"), width: 1.6, curveness: 0.08, opacity: 0.9 },
      emphasis: { focus: "adjacency" },
    }],
  });
  chart.on("click", (p) => {
    if (p.dataType === "node" && p.data.source) location.assign(place.dataset.url.replace("/0/", `/${p.data.source}/`));
  });
  window.addEventListener("resize", () => chart.resize());
})();
