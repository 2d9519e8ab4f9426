/* Figures as charts: every piece has its word, its own shape and colour, and opens its list; the table beside says the same. */
(() => {
  const ink = "#1f2a37";
  const line = "#51657f";
  const slanting = (angle) => ({ symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: angle, color: "rgba(255,255,255,.75)" });
  const dotted = (color) => ({ symbol: "circle", symbolSize: 0.7, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0], color });
  const looks = {
    "done-in-time": { color: "#146c43", decal: { symbol: "none" }, symbol: "circle" },
    "done-not-late": { color: "#146c43", decal: { symbol: "none" }, symbol: "circle" },
    "done-late": { color: "#6b3fa0", decal: slanting(Math.PI / 4), symbol: "diamond" },
    "in-time": { color: "#a9d5bd", decal: dotted("rgba(20,108,67,.7)"), symbol: "emptyCircle" },
    "soon": { color: "#e8b04b", decal: { symbol: "triangle", symbolSize: 0.9, dashArrayX: [9, 5], dashArrayY: [9, 5], color: "rgba(95,60,0,.65)" }, symbol: "triangle" },
    "overdue": { color: "#b02a2a", decal: slanting(-Math.PI / 4), symbol: "rect" },
    "no-due": { color: "#c3ccd7", decal: { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: 0, color: "rgba(60,75,93,.6)" }, symbol: "pin" },
    "done-no-due": { color: "#6fa98a", decal: { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: Math.PI / 2, color: "rgba(255,255,255,.8)" }, symbol: "arrow" },
    "aside": { color: "#ffffff", decal: dotted("rgba(81,101,127,.5)"), symbol: "roundRect" },
  };
  looks["done-on-day"] = looks["done-in-time"];
  looks["done-early"] = { ...looks["done-in-time"], decal: dotted("rgba(255,255,255,.7)") };
  const font = getComputedStyle(document.body).fontFamily;
  const comma = (n) => String(n).replace(".", ",");

  /* Rows that the legend needs in a width: a word of 13 px is about 7 px a letter. */
  const legendRows = (names, width) => {
    let rows = 1;
    let used = 0;
    for (const name of names) {
      const own = name.length * 7 + 46;
      if (used && used + own > width) { rows += 1; used = 0; }
      used += own;
    }
    return rows;
  };

  /* Bars lie where there are names beside them, or too little room to stand. */
  const lies = (data, width) => data.kind === "bars" || (data.kind === "columns" && width < 600);

  const common = (data, width, titled, names) => ({
    animation: false,
    backgroundColor: "#fff",
    textStyle: { fontFamily: font, color: ink },
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    title: titled ? { text: data.title, left: 0, textStyle: { fontSize: 16, color: ink, fontFamily: font } } : undefined,
    legend: { top: titled ? 34 : 0, left: 0, width: width - 20, itemWidth: 26, itemHeight: 14, textStyle: { color: ink, fontSize: 13 }, data: names, selectedMode: false },
  });

  /* Kinds of charts beside these are drawn by a script of their own, with the same looks. */
  const kit = { ink, line, font, looks, legendRows, common };
  const kinds = window.dondocKinds || {};

  const height = (data, width) => {
    if (kinds[data.kind]) return kinds[data.kind].height(data, width, kit);
    const legend = legendRows(data.series.map((one) => one.name), width - 20) * 24;
    return legend + (lies(data, width) ? data.lines.length * 30 + 45 : 280);
  };

  /* A piece says its number where there is room for it: `least` and more. */
  const piece = (data, least) => (one) => ({
    name: one.name,
    type: "bar",
    stack: "all",
    barMaxWidth: data.kind === "bars" ? 22 : 40,
    data: one.values.map((n) => ({ value: n, label: { show: n >= least } })),
    itemStyle: { color: looks[one.code].color, decal: looks[one.code].decal, borderColor: line, borderWidth: 0.5 },
    label: { color: ink, fontSize: 12, backgroundColor: "#fff", padding: [1, 3], borderRadius: 2 },
  });

  const share = (one, at) => ({
    name: one.name,
    type: "line",
    data: one.values,
    symbol: looks[one.code].symbol,
    symbolSize: 10,
    connectNulls: false,
    lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][at % 3] },
    itemStyle: { color: looks[one.code].color },
  });

  const option = (data, width, titled) => {
    if (kinds[data.kind]) return kinds[data.kind].option(data, width, titled, kit);
    const names = data.series.map((one) => one.name);
    const sums = data.lines.map((_, at) => data.series.reduce((sum, one) => sum + (one.values[at] || 0), 0));
    const lines = data.kind === "lines";
    const top = titled ? 34 : 0;
    const across = lies(data, width);
    const words = {
      type: "category", data: data.lines, inverse: across,
      axisLabel: {
        color: ink, interval: 0, fontSize: 12, lineHeight: 14, width: across ? Math.min(230, width * 0.36) : undefined, overflow: across ? "truncate" : "none",
        formatter: across ? undefined : (name) => (width < 600 ? name.replace(" ", "\n") : name).replace("/", "\n"),
      },
      axisLine: { lineStyle: { color: line } }, axisTick: { show: false },
    };
    const numbers = { type: "value", minInterval: lines ? 0 : 1, max: lines ? 100 : undefined, axisLabel: { color: ink, formatter: lines ? "{value} %" : "{value}" }, splitLine: { lineStyle: { color: "#dbe2ea" } } };
    return {
      ...common(data, width, titled, names),
      grid: { left: 4, right: across ? 24 : 12, top: top + legendRows(names, width - 20) * 24 + 12, bottom: 4, containLabel: true },
      tooltip: { renderMode: "richText", confine: true, trigger: "item", formatter: (p) => `${p.name}\n${p.seriesName}: ${comma(p.value)}${lines ? " %" : ""}` },
      xAxis: across ? numbers : words,
      yAxis: across ? words : numbers,
      series: data.series.map(lines ? share : piece(data, Math.max(1, Math.max(...sums) * (across ? 26 / (width * 0.6) : 0.09)))),
    };
  };

  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    if (!data.series.length) continue;
    place.hidden = false;
    const fit = () => { place.style.height = `${height(data, place.clientWidth)}px`; };
    fit();
    const chart = echarts.init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    chart.setOption(option(data, place.clientWidth, false));
    chart.on("click", (p) => {
      if (kinds[data.kind]) {
        const address = kinds[data.kind].link(data, p);
        if (address) location.assign(address);
        return;
      }
      const link = data.series[p.seriesIndex].links[p.dataIndex];
      if (link !== undefined) location.assign(`/register/?${link}`);
    });
    window.addEventListener("resize", () => {
      fit();
      chart.resize();
      chart.setOption(option(data, place.clientWidth, false), true);
    });
    const button = document.querySelector(`[data-picture="${place.dataset.chart}"]`);
    if (!button) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const width = 1200;
      const room = document.createElement("div");
      const apart = echarts.init(room, null, { renderer: "canvas", devicePixelRatio: 2, width, height: height(data, width) + 34 });
      apart.setOption(option(data, width, true));
      const link = document.createElement("a");
      link.href = apart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
      link.download = `${data.title}.png`;
      link.click();
      apart.dispose();
    });
  }
})();
