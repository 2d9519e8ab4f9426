/* The directive page: words or pages on one side, what was made of them on the other.
   A token such as t12.lead ties the two: marks and outlines carry tokens in
   data-m, lines of the pane name a token or its beginning (t12). */
import { cardOf } from "./edits.js";
import { sheetsOf } from "./sheets.js";

(() => {
  const words = document.getElementById("words");
  if (!words) return;
  const made = document.getElementById("made");
  const pane = document.getElementById("pane");
  const names = JSON.parse(document.getElementById("meanings").textContent);
  const marks = [...words.querySelectorAll("mark")];
  const byToken = new Map();
  for (const mark of marks) {
    for (const token of mark.dataset.m.split(" ")) {
      for (const key of new Set([token, token.split(".")[0]])) {
        if (!byToken.has(key)) byToken.set(key, []);
        byToken.get(key).push(mark);
      }
    }
  }
  const TABS = { t: "tasks", c: "citations", h: "outline", d: "reporting", f: "findings" };
  const ROLES = { c: "citation", h: "heading", d: "duty", f: "finding", e: "edit" };
  let at = -1;

  const pages = document.getElementById("sheets");
  const sheets = pages && sheetsOf(pages, document.getElementById("sheet-tools"));
  const tools = document.getElementById("tools");
  const original = document.getElementById("original");
  const frames = [pages, words, original].filter(Boolean);
  const card = cardOf(document.getElementById("card"));
  const showsPages = () => Boolean(pages) && !pages.hidden;
  const showsOriginal = () => Boolean(original) && !original.hidden;
  const isEdit = (token) => token[0] === "e";

  const light = (found, keys) => {
    card.close();
    for (const frame of [words, original]) {
      for (const mark of frame?.querySelectorAll(".is-on, .is-here") || []) mark.classList.remove("is-on", "is-here");
    }
    for (const mark of found) mark.classList.add("is-on");
    for (const mark of originalMarks(keys)) mark.classList.add("is-on");
    sheets?.light(keys);
  };

  /* Marks of the text before repair that carry one of the keys. */
  const originalMarks = (keys) => {
    if (!original) return [];
    const wanted = new Set(keys);
    return [...original.querySelectorAll("mark")].filter((mark) => mark.dataset.m.split(" ").some((token) => wanted.has(token) || wanted.has(token.split(".")[0])));
  };

  /* Only the frame of words moves: on a phone it stays above the tasks, and the page must not jump. */
  const bring = (mark) => {
    const frame = mark.closest(".words");
    const distance = mark.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    frame.scrollTop += distance - frame.clientHeight / 3;
  };
  const bringKey = (key, mark) => {
    if (showsPages()) sheets.bring(key);
    else if (showsOriginal()) { const [first] = originalMarks([`${key}.wording`]).concat(originalMarks([key])); if (first) bring(first); }
    else if (mark) bring(mark);
  };

  const press = (button) => {
    for (const other of pane.querySelectorAll("[aria-pressed=true]")) other.setAttribute("aria-pressed", "false");
    for (const other of pane.querySelectorAll(".is-chosen")) other.classList.remove("is-chosen");
    button.setAttribute("aria-pressed", "true");
    button.closest("li").classList.add("is-chosen");
  };

  /* From a line of the pane to its words. */
  const show = (button) => {
    const token = button.dataset.m;
    const found = byToken.get(token) || [];
    press(button);
    light(found, [token]);
    const all = [...new Set(found.flatMap((mark) => mark.dataset.m.split(" ")))];
    if (isEdit(token)) say(all);
    else say(all.filter((one) => one.split(".")[0] === token), false);
    tellPages(token);
    bringKey(token, (byToken.get(`${token}.wording`) || found)[0]);
  };

  const name = (token) => {
    const [key, role] = token.split(".");
    return names[role || ROLES[key[0]]] || "";
  };

  /* What stands between two marks of one meaning: white space, a mark of punctuation, or other words. */
  const between = (one, other) => {
    const range = document.createRange();
    range.setStartAfter(one);
    range.setEndBefore(other);
    const gap = range.toString();
    if (!gap.trim()) return gap;
    return gap.trim().length < 3 ? "; " : " … ";
  };

  const quote = (token) => {
    const found = byToken.get(token) || [];
    const text = found.map((mark, n) => (n ? between(found[n - 1], mark) : "") + mark.textContent).join("").replace(/\s+/g, " ").trim();
    return text.length > 160 ? `${text.slice(0, 160)} …` : text;
  };

  const link = (token) => {
    const key = token.split(".")[0];
    if (!TABS[key[0]]) return null;
    const a = document.createElement("a");
    a.href = `?tab=${TABS[key[0]]}#${key}`;
    const label = document.querySelector(`#${key} .label`);
    a.textContent = label ? `${made.dataset.open} ${label.textContent}` : made.dataset.open;
    a.addEventListener("click", (event) => {
      const button = pane.querySelector(`[data-m="${key}"]`);
      if (!button) return;
      event.preventDefault();
      press(button);
      light(byToken.get(key) || [], [key]);
      button.scrollIntoView({ block: "nearest" });
      button.focus({ preventScroll: true });
    });
    return a;
  };

  /* What was made of words: one line a meaning, with the way to it. */
  const say = (tokens, linked = true) => {
    const list = document.createElement("ul");
    const order = Object.keys(names);
    const rank = (token) => order.indexOf(token.split(".")[1] || ROLES[token[0]]);
    const edits = tokens.filter(isEdit);
    const told = edits.length > 3 ? tokens.filter((token) => !isEdit(token)) : tokens;
    for (const token of told.filter(name).sort((a, b) => rank(a) - rank(b))) {
      const line = document.createElement("li");
      const role = document.createElement("strong");
      role.textContent = name(token);
      line.append(role, " ", document.createTextNode(`“${quote(token)}”`), " ");
      const a = linked && link(token);
      if (a) line.append(a);
      list.append(line);
    }
    made.replaceChildren(list.children.length ? list : document.createTextNode(made.dataset.empty));
  };

  /* Words that go on over a page: the way to each part. */
  const tellPages = (key) => {
    const over = showsPages() ? sheets.pagesOf(key) : [];
    if (over.length < 2) return;
    const line = document.createElement("p");
    line.className = "over-pages";
    line.append(`${made.dataset.pages} `);
    for (const page of over) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = page;
      button.setAttribute("aria-label", `${made.dataset.pages} ${page}`);
      button.addEventListener("click", () => sheets.bring(key, page));
      line.append(button);
    }
    made.prepend(line);
  };

  const tell = (found, keys = [...new Set(found.flatMap((mark) => mark.dataset.m.split(" ")))]) => {
    light(found, keys);
    for (const mark of found) mark.classList.add("is-here");
    say(keys);
  };

  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    return words.contains(range.commonAncestorContainer) ? marks.filter((mark) => range.intersectsNode(mark)) : null;
  };

  /* What the arrows stop at: each new meaning, and each change that a person should see. */
  const meaningOf = (mark) => mark.dataset.m.split(" ").filter((token) => !isEdit(token)).join(" ");
  const isStop = (mark, before) => !before || meaningOf(mark) !== meaningOf(before) || mark.matches(".e:not(.e-sure)");
  const stops = marks.filter((mark, n) => isStop(mark, marks[n - 1]) && (meaningOf(mark) || mark.matches(".e:not(.e-sure)")));
  const edits = marks.filter((mark, n) => mark.matches(".e") && mark.dataset.m !== marks[n - 1]?.dataset.m);

  words.addEventListener("mouseup", (event) => {
    const found = selected();
    if (found && found.length) return tell(found);
    const mark = event.target.closest("mark");
    if (mark) { at = marks.indexOf(mark); tell([mark]); card.open(mark); } else if (found === null || !window.getSelection().isCollapsed) tell([]);
  });
  words.addEventListener("keyup", (event) => {
    if (event.shiftKey && selected()) tell(selected());
  });
  /* Arrows go from meaning to meaning, e and E from change to change; Enter goes into the card of a change. */
  const step = (from, by) => {
    const found = by > 0 ? from.find((mark) => marks.indexOf(mark) > at) : from.findLast((mark) => marks.indexOf(mark) < at);
    const mark = found || from[by > 0 ? from.length - 1 : 0];
    if (!mark) return;
    at = marks.indexOf(mark);
    tell([mark]);
    const tokens = mark.dataset.m.split(" ");
    bringKey(tokens.find(isEdit) || tokens[0], mark);
    const change = tokens.find(isEdit);
    if (change) card.open(showsPages() ? sheets.rect(change) || mark : mark);
  };
  for (const frame of [words, pages]) frame?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const steps = { ArrowRight: [stops, 1], ArrowLeft: [stops, -1], e: [edits, 1], E: [edits, -1] }[event.key];
    if (event.key === "Enter" && card.enter()) return event.preventDefault();
    if (!steps || (event.shiftKey && event.key !== "E")) return;
    event.preventDefault();
    step(...steps);
  });
  for (const frame of frames) card.watch(frame);

  /* An outline chooses its task; what else lies there is told. */
  pages?.addEventListener("click", (event) => {
    const tokens = sheets.under(event.clientX, event.clientY);
    if (!tokens.length) return;
    const task = tokens.find((token) => token[0] === "t")?.split(".")[0];
    const button = task && pane.querySelector(`button[data-m="${task}"]`);
    const found = tokens.flatMap((token) => byToken.get(token) || []);
    const change = tokens.find(isEdit);
    at = marks.indexOf(found[0]);
    if (change) {
      tell(found, tokens);
      card.open(sheets.rect(change));
    } else if (button) {
      press(button);
      light(byToken.get(task) || [], [task]);
      say(tokens, false);
      tellPages(task);
      button.scrollIntoView({ block: "nearest" });
    } else tell(found, tokens);
  });

  const view = async (name) => {
    for (const button of tools.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
    for (const frame of frames) frame.hidden = frame.id !== name;
    const sheetTools = document.getElementById("sheet-tools");
    if (sheetTools) sheetTools.hidden = name !== "sheets";
    card.close();
    if (name === "original" && !original.firstChild) {
      const answer = await fetch(original.dataset.from);
      if (answer.ok) original.innerHTML = await answer.text();
    }
    const button = pane.querySelector("[aria-pressed=true][data-m]");
    if (button) show(button);
    if (name === "sheets") sheets.tell();
  };
  tools?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view]");
    if (button) view(button.dataset.view);
  });

  pane.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-m]");
    if (button) return show(button);
    const field = event.target.closest(".task .field");
    if (!field) return;
    const task = field.closest(".task").id;
    const role = [...field.classList].find((c) => c.startsWith("f-")).slice(2);
    const found = byToken.get(`${task}.${role}`) || [];
    press(field.closest(".task").querySelector("button"));
    light(found, [`${task}.${role}`]);
    say(found.length ? [`${task}.${role}`] : [], false);
    if (found.length) bringKey(`${task}.${role}`, found[0]);
  });

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const zoom = { "+": 1, "=": 1, "-": -1, "−": -1, 0: 0 }[event.key];
    if (zoom !== undefined && showsPages()) { event.preventDefault(); sheets.zoomBy(zoom); return; }
    const decision = ["a", "x"].includes(event.key) && pane.querySelector(`.edit.is-chosen [data-key="${event.key}"]`);
    if (decision) decision.click();
    const step = decision ? 1 : { j: 1, k: -1 }[event.key];
    const buttons = [...pane.querySelectorAll("button[data-m]")];
    if (!step || !buttons.length) return;
    const now = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    const next = buttons[Math.min(Math.max(now + step, 0), buttons.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    show(next);
  });

  /* Words that a search found come first: they are shown in the text, on pages too. */
  const found = byToken.get("s0");
  const fromAddress = () => {
    if (found && !location.hash) {
      if (showsPages()) view("words");
      light(found, ["s0"]);
      for (const mark of found) mark.classList.add("is-here");
      at = marks.indexOf(found[0]);
      return bring(found[0]);
    }
    const button = location.hash && pane.querySelector(`button[data-m="${CSS.escape(location.hash.slice(1))}"]`);
    if (button) { show(button); button.scrollIntoView({ block: "nearest" }); }
  };
  window.addEventListener("hashchange", fromAddress);
  if (!pages) return fromAddress();
  fetch(pages.dataset.outlines, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : { outlines: [] }))
    .then(({ outlines }) => { sheets.load(outlines); fromAddress(); });
})();
