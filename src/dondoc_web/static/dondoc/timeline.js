/* Two kinds of charts on an axis of days: the tasks of a plan, and the directives of the cascade. charts.js draws them. */
(() => {
  const ROW = 28;
  const moment = (iso) => new Date(`${iso}T00:00:00`).getTime();
  const day = (iso) => iso.split("-").reverse().join("/");
  const month = (value) => {
    const at = new Date(value);
    return `${String(at.getMonth() + 1).padStart(2, "0")}/${at.getFullYear()}`;
  };

  const axes = (names, days, width, top, kit) => {
    const first = Math.min(...days);
    const last = Math.max(...days);
    const margin = Math.max((last - first) * 0.03, 7 * 864e5);
    return {
      grid: { left: 8, right: 24, top, bottom: 4, containLabel: true },
      xAxis: {
        type: "time", min: first - margin, max: last + margin, splitNumber: width < 600 ? 2 : 6,
        axisLabel: { color: kit.ink, formatter: month, hideOverlap: true }, splitLine: { show: true, lineStyle: { color: "#dbe2ea" } },
      },
      yAxis: {
        type: "category", data: names, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: kit.line } },
        axisLabel: { color: kit.ink, interval: 0, fontSize: 12, width: Math.min(330, width * 0.34), overflow: "truncate" },
      },
    };
  };

  const bar = (kit, code) => (params, api) => {
    const row = api.value(0);
    const from = api.coord([api.value(1), row]);
    const to = api.coord([api.value(2), row]);
    const high = Math.min(api.size([0, 1])[1] * 0.55, 16);
    const box = { x: from[0], y: from[1] - high / 2, width: Math.max(4, to[0] - from[0]), height: high };
    const shape = echarts.graphic.clipRectByRect(box, params.coordSys);
    const endless = api.value(3) === 1;
    return shape && {
      type: "rect", shape,
      style: { fill: kit.looks[code].color, decal: api.visual("decal"), stroke: kit.line, lineWidth: 1, lineDash: endless ? [4, 3] : undefined, opacity: endless ? 0.55 : 1 },
    };
  };

  const timeline = {
    height: (data, width, kit) => kit.legendRows([...data.series.map((one) => one.name), data.words.rounds], width - 20) * 24 + data.lines.length * ROW + 60,
    option: (data, width, titled, kit) => {
      const names = data.series.map((one) => one.name);
      const legend = [...names, data.words.rounds];
      const top = (titled ? 34 : 0) + kit.legendRows(legend, width - 20) * 24 + 28;
      const today = moment(data.today);
      const days = [today, ...data.lines.flatMap((one) => [one.start, one.end].filter(Boolean).map(moment))];
      const found = axes(data.lines.map((one) => one.name), days, width, top, kit);
      const pieces = (code) => data.lines.flatMap((one, row) => one.code === code
        ? [{ value: [row, moment(one.start), one.end ? moment(one.end) : found.xAxis.max, one.end ? 0 : 1], words: `${day(one.start)} – ${one.end ? day(one.end) : data.words.endless}` }]
        : []);
      const marks = data.lines.flatMap((one, row) => one.marks.map((mark) => ({
        value: [moment(mark.day), row], words: `${day(mark.day)}\n${mark.words}`, link: mark.link,
        symbol: kit.looks[mark.code].symbol.replace("emptyC", "c"), itemStyle: { color: kit.looks[mark.code].color, borderColor: kit.ink, borderWidth: 1.5 },
      })));
      return {
        ...found,
        ...kit.common(data, width, titled, legend),
        tooltip: { renderMode: "richText", confine: true, formatter: (p) => p.componentType === "series" ? `${data.lines[p.value[p.seriesType === "custom" ? 0 : 1]].name}\n${p.data.words}` : "" },
        series: [
          ...data.series.map((one) => ({
            name: one.name, type: "custom", data: pieces(one.code), encode: { x: [1, 2], y: 0 }, renderItem: bar(kit, one.code),
            itemStyle: { color: kit.looks[one.code].color, decal: kit.looks[one.code].decal },
          })),
          {
            name: data.words.rounds, type: "scatter", data: marks, symbol: "diamond", symbolSize: 11, z: 5,
            itemStyle: { color: "#fff", borderColor: kit.ink, borderWidth: 1.5, decal: { symbol: "none" } },
            markLine: {
              silent: true, symbol: "none", data: [{ xAxis: today }], lineStyle: { color: kit.ink, type: "dashed", width: 1.5 },
              label: { position: "start", distance: 8, formatter: `${data.words.today} ${day(data.today)}`, color: kit.ink, fontSize: 12, backgroundColor: "#fff", padding: [1, 4] },
            },
          },
        ],
      };
    },
    link: (data, p) => p.data && p.data.link,
  };

  const chain = {
    height: (data) => data.lines.length * 36 + 60,
    option: (data, width, titled, kit) => {
      const days = data.lines.map((one) => moment(one.day));
      const found = axes(data.lines.map((one) => one.name), days, width, (titled ? 34 : 0) + 24, kit);
      const latest = found.xAxis.min + (found.xAxis.max - found.xAxis.min) * 0.7;
      const common = kit.common(data, width, titled, []);
      /* A short arrow has no room for its days: the table and the tip say them. */
      const long = (step) => Math.hypot(
        ((days[step.lower] - days[step.upper]) / (found.xAxis.max - found.xAxis.min)) * width * 0.85, (step.lower - step.upper) * 36,
      ) >= 85;
      return {
        ...found,
        ...common,
        legend: undefined,
        tooltip: { renderMode: "richText", confine: true, formatter: (p) => p.dataType === "node" ? `${p.data.name}, ${p.data.level}\n${p.data.day}\n${p.data.title.replace(/(.{60}\S*)\s/g, "$1\n")}` : `+${p.data.words} ${data.words.days}` },
        series: [{
          type: "graph", coordinateSystem: "cartesian2d", edgeSymbol: ["none", "arrow"], edgeSymbolSize: 8, symbolSize: 14,
          data: data.lines.map((one, row) => ({
            id: String(row), name: one.name, title: one.title, level: one.level, day: day(one.day), link: one.link,
            value: [moment(one.day), row], symbol: "circle",
            itemStyle: { color: one.link ? "#1f4e79" : "#fff", borderColor: one.link ? "#1f4e79" : "#6b7a90", borderWidth: 2, borderType: one.link ? "solid" : "dashed", decal: { symbol: "none" } },
            label: { show: true, position: moment(one.day) > latest ? "left" : "right", distance: 4, formatter: day(one.day), fontSize: 11, color: kit.ink, backgroundColor: "#fff", padding: [1, 2] },
          })),
          links: data.steps.map((step) => ({
            source: String(step.upper), target: String(step.lower), words: step.days,
            label: { show: width >= 600 && long(step), formatter: `+${step.days} ${data.words.days}`, fontSize: 11, color: kit.ink, backgroundColor: "#fff", padding: [1, 3] },
          })),
          lineStyle: { color: kit.line, width: 1.2, opacity: 0.9 },
        }],
      };
    },
    link: (data, p) => p.dataType === "node" && p.data.link,
  };

  window.dondocKinds = { timeline, chain };
})();
