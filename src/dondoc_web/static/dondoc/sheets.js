/* Pages of the directive as pictures, with outlines of what was read on them.
   Outlines are drawn for the pages near the one in view; places are points of
   the paper, so that zoom changes nothing about them. */
const SVG = "http://www.w3.org/2000/svg";
const LEVELS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];

export const sheetsOf = (frame, tools) => {
  const sheets = [...frame.querySelectorAll(".sheet")];
  const at = tools.querySelector("#sheet-at");
  const shownZoom = tools.querySelector("[data-zoom='0']");
  const marksOf = new Map(sheets.map((sheet) => [Number(sheet.dataset.number), []]));
  const byKey = new Map();
  const drawn = new Set();
  let chosen = new Set();
  let zoom = 1;
  let current = 1;

  const keysOf = (token) => new Set([token, token.split(".")[0]]);
  const isChosen = (token) => [...keysOf(token)].some((key) => chosen.has(key));

  const draw = (number) => {
    if (drawn.has(number) || !marksOf.get(number)) return;
    drawn.add(number);
    const svg = frame.querySelector(`.sheet[data-number="${number}"] svg`);
    for (const { token, role, box } of marksOf.get(number)) {
      const rect = document.createElementNS(SVG, "rect");
      const [, x, y, width, height] = box;
      for (const [name, value] of Object.entries({ x: x - 1, y: y - 1, width: width + 2, height: height + 2, rx: 1 })) rect.setAttribute(name, value);
      rect.setAttribute("class", `o o-${role}${isChosen(token) ? " is-on" : ""}`);
      rect.dataset.m = token;
      svg.append(rect);
    }
  };

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) draw(Number(entry.target.dataset.number));
  }, { root: frame, rootMargin: "100%" });

  const load = (found) => {
    for (const marks of marksOf.values()) marks.length = 0;
    for (const rect of frame.querySelectorAll("rect")) rect.remove();
    byKey.clear();
    drawn.clear();
    for (const { m: token, role, boxes } of found) {
      for (const box of boxes) {
        marksOf.get(box[0])?.push({ token, role, box });
        for (const key of keysOf(token)) {
          if (!byKey.has(key)) byKey.set(key, []);
          byKey.get(key).push(box);
        }
      }
    }
    for (const sheet of sheets) { near.unobserve(sheet); near.observe(sheet); }
  };

  const light = (keys) => {
    chosen = new Set(keys);
    for (const rect of frame.querySelectorAll("rect")) rect.classList.toggle("is-on", Boolean(rect.dataset.m) && isChosen(rect.dataset.m));
  };

  const pagesOf = (key) => [...new Set((byKey.get(key) || []).map((box) => box[0]))].sort((a, b) => a - b);

  /* The first place of a meaning comes a third down the frame. */
  const bring = (key, page = null) => {
    const boxes = byKey.get(`${key}.wording`) || byKey.get(key) || [];
    const box = [...boxes, ...(byKey.get(key) || [])].find((one) => page === null || one[0] === page);
    const sheet = box && sheets.find((one) => Number(one.dataset.number) === box[0]);
    if (!sheet) return false;
    draw(box[0]);
    const picture = sheet.querySelector("svg").getBoundingClientRect();
    const scale = picture.width / Number(sheet.dataset.width);
    const here = frame.getBoundingClientRect();
    frame.scrollTop += picture.top + box[2] * scale - here.top - frame.clientHeight / 3;
    const left = Math.min(...byKey.get(key).filter((one) => one[0] === box[0]).map((one) => one[1]));
    if (picture.width > frame.clientWidth) frame.scrollLeft += picture.left + left * scale - here.left - 12;
    return true;
  };

  const tell = () => {
    const middle = frame.getBoundingClientRect().top + frame.clientHeight / 2;
    const above = sheets.filter((sheet) => sheet.getBoundingClientRect().top <= middle);
    current = Math.max(above.length, 1);
    at.textContent = at.dataset.words.replace("%n", sheets[current - 1].dataset.number).replace("%m", sheets.length);
    tools.querySelector("[data-step='-1']").disabled = current <= 1;
    tools.querySelector("[data-step='1']").disabled = current >= sheets.length;
  };

  const turn = (to) => {
    const sheet = sheets[Math.min(Math.max(to, 1), sheets.length) - 1];
    frame.scrollTop += sheet.getBoundingClientRect().top - frame.getBoundingClientRect().top - 4;
    tell();
  };

  /* What is in the middle stays in the middle. */
  const setZoom = (to) => {
    const down = (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight;
    const along = (frame.scrollLeft + frame.clientWidth / 2) / frame.scrollWidth;
    zoom = to;
    frame.style.setProperty("--zoom", zoom);
    shownZoom.textContent = `${Math.round(zoom * 100)} %`;
    frame.scrollTop = down * frame.scrollHeight - frame.clientHeight / 2;
    frame.scrollLeft = along * frame.scrollWidth - frame.clientWidth / 2;
    tools.querySelector("[data-zoom='-1']").disabled = zoom <= LEVELS[0];
    tools.querySelector("[data-zoom='1']").disabled = zoom >= LEVELS[LEVELS.length - 1];
  };

  const zoomBy = (step) => {
    if (!step) return setZoom(1);
    const further = LEVELS.filter((level) => (step > 0 ? level > zoom + 0.01 : level < zoom - 0.01));
    if (further.length) setZoom(step > 0 ? further[0] : further[further.length - 1]);
  };

  /* Tokens of everything outlined under a point, the narrowest first. */
  const under = (x, y) => {
    const rects = document.elementsFromPoint(x, y).filter((element) => element.matches?.("rect.o") && element.dataset.m);
    return [...new Set(rects.map((rect) => rect.dataset.m))];
  };

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.zoom) zoomBy(Number(button.dataset.zoom));
    if (button?.dataset.step) turn(current + Number(button.dataset.step));
  });
  frame.addEventListener("keydown", (event) => {
    const to = { PageDown: current + 1, PageUp: current - 1, Home: 1, End: sheets.length }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    turn(to);
  });
  let waiting = false;
  frame.addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; tell(); });
  });
  for (const picture of frame.querySelectorAll("img")) {
    const drawnNow = () => picture.closest(".sheet").classList.add("is-drawn");
    if (picture.complete && picture.naturalWidth) drawnNow();
    else picture.addEventListener("load", drawnNow);
    picture.addEventListener("error", () => picture.closest(".sheet").classList.add("has-no-picture"));
  }

  setZoom(frame.clientWidth < 500 ? 1.5 : 1);
  frame.scrollLeft = 0;
  tell();
  const rect = (token) => frame.querySelector(`rect[data-m="${CSS.escape(token)}"]`);

  return { rect, load, light, bring, under, zoomBy, pagesOf, tell };
};
