/* A map of squares: each where it was put, the others in rows below. charts.js draws it. */
(() => {
  const GAP = 3;

  /* The side of a square: as many stand beside one another as the map is wide, and no square is larger than its words need. */
  const side = (data, width) => {
    const columns = Math.max(0, ...data.tiles.map((one) => (one.at ? one.at[0] : 0)));
    const widest = data.tiles.length > 12 ? 70 : 96;
    return Math.max(34, Math.min(widest, Math.floor(width / Math.max(columns, Math.min(5, data.tiles.length)))));
  };

  /* Column and row of every square, counted from 0. */
  const spots = (data, width) => {
    const across = Math.max(1, Math.floor(width / side(data, width)));
    const last = Math.max(0, ...data.tiles.map((one) => (one.at ? one.at[1] : 0)));
    /* A little apart, so that they are not taken for places. */
    const rows = last ? last + 0.4 : 0;
    let below = 0;
    return data.tiles.map((one) => {
      if (one.at) return [one.at[0] - 1, one.at[1] - 1];
      below += 1;
      return [(below - 1) % across, rows + Math.floor((below - 1) / across)];
    });
  };

  const head = (data, width, kit) => kit.legendRows(data.series.map((one) => one.name), width - 20) * 24 + 8;

  const square = (data, width, top, kit, look) => (params, api) => {
    const size = side(data, width);
    const one = data.tiles[api.value(2)];
    const x = api.value(0) * size;
    const y = top + api.value(1) * size;
    const box = size - GAP;
    /* Small squares have smaller letters, and three lines for a name. */
    const [letter, high, lines] = size < 60 ? [9.5, 11, 2] : size < 80 ? [10.5, 12, 3] : [12, 14, 2];
    const words = (text, bold, at, most) => ({
      type: "text", silent: true, x: x + box / 2, y: at,
      style: {
        text, fill: kit.ink, font: `${bold ? 600 : 400} ${letter}px ${kit.font}`, align: "center", verticalAlign: "middle",
        backgroundColor: "#fff", padding: [1, 2], borderRadius: 2, lineHeight: high, width: box - 8, height: most * high, overflow: "break", lineOverflow: "truncate", ellipsis: "…",
      },
    });
    return {
      type: "group",
      children: [
        { type: "rect", shape: { x, y, width: box, height: box, r: 3 }, style: { fill: kit.looks[look].color, decal: api.visual("decal"), stroke: kit.line, lineWidth: 1 } },
        words(one.name, false, y + box * 0.37, lines),
        words(one.said, true, y + box * 0.84, 1),
      ],
    };
  };

  const tiles = {
    height: (data, width, kit) => head(data, width, kit) + (Math.max(0, ...spots(data, width).map((at) => at[1])) + 1) * side(data, width) + 4,
    option: (data, width, titled, kit) => {
      const top = head(data, width, kit) + (titled ? 34 : 0);
      const at = spots(data, width);
      return {
        ...kit.common(data, width, titled, data.series.map((one) => one.name)),
        tooltip: { renderMode: "richText", confine: true, formatter: (p) => data.tiles[p.value[2]].words },
        series: data.series.map((one) => ({
          name: one.name, type: "custom", coordinateSystem: "none", renderItem: square(data, width, top, kit, one.look),
          data: data.tiles.flatMap((tile, n) => (tile.code === one.code ? [{ value: [...at[n], n], link: tile.link }] : [])),
          itemStyle: { color: kit.looks[one.look].color, decal: kit.looks[one.look].decal },
        })),
      };
    },
    link: (data, p) => p.data && p.data.link,
  };

  window.dondocKinds = { ...window.dondocKinds, tiles };
})();
