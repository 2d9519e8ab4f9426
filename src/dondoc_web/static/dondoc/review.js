/* The review page: one task is chosen; keys, words of the source and the places of its facts belong to it. */
import { sheetsOf } from "./sheets.js";

const tasks = document.getElementById("tasks");
const words = document.getElementById("words");
const pages = document.getElementById("sheets");
const sheets = pages && sheetsOf(pages, document.getElementById("sheet-tools"));
const showsPages = () => Boolean(pages) && !pages.hidden;
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const letters = (text) => Array.from(text).length;

/* A card that comes anew takes nothing over from the old one. */
htmx.config.attributesToSettle = [];

/* --- choosing a task ------------------------------------------------------------- */
const chosen = () => tasks?.querySelector(".is-chosen");
const shown = () => [...tasks.querySelectorAll(".review-task")].filter((item) => !item.hidden);

const marksOf = (key) => [...words.querySelectorAll("mark")].filter((mark) =>
  mark.dataset.m.split(" ").some((token) => token === key || token.split(".")[0] === key));

const light = (key) => {
  for (const mark of words.querySelectorAll(".is-on")) mark.classList.remove("is-on");
  const found = marksOf(key);
  for (const mark of found) mark.classList.add("is-on");
  sheets?.light([key]);
  if (showsPages()) return sheets.bring(key);
  const first = found.find((mark) => mark.dataset.m.includes(".wording")) || found[0];
  if (first) words.scrollTop += first.getBoundingClientRect().top - words.getBoundingClientRect().top - words.clientHeight / 3;
};

const choose = (item, { focus = true } = {}) => {
  if (!item) return;
  for (const other of tasks.querySelectorAll(".is-chosen")) {
    if (other === item) continue;
    other.classList.remove("is-chosen");
    other.querySelector(".task-open").setAttribute("aria-expanded", "false");
  }
  item.classList.add("is-chosen");
  const button = item.querySelector(".task-open");
  button.setAttribute("aria-expanded", "true");
  if (focus) button.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
  light(item.dataset.m);
};

const move = (step) => {
  const list = shown();
  const at = list.indexOf(chosen());
  choose(list[Math.min(Math.max(at + step, 0), list.length - 1)]);
};

/* After a decision: the next task in the state that was worked through, else the one that was decided. */
const goOn = (id, state) => {
  const list = shown();
  const at = list.findIndex((item) => item.id === id);
  const next = state && [...list.slice(at + 1), ...list.slice(0, at)].find((item) => item.dataset.state === state);
  choose(next || list[at] || list[0]);
};

/* --- keys ------------------------------------------------------------------------ */
const press = (key) => {
  if (after) return true;
  const button = chosen()?.querySelector(`[data-key="${key}"]`) || document.querySelector(`#summary [data-key="${key}"]`);
  if (!button) return false;
  button.click();
  return true;
};

const leave = (element) => {
  const open = element.closest("details.ask[open]") || element.closest(".slot") || chosen()?.querySelector("details.ask[open]");
  if (!open) return;
  if (open.matches(".slot")) open.replaceChildren(); else open.open = false;
  chosen()?.querySelector(".task-open").focus();
};

if (tasks) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === "Escape") { hideTools(); return leave(event.target); }
    if (event.key === "Enter" && event.ctrlKey && event.target.closest(".correct")) {
      event.preventDefault();
      return event.target.closest(".correct").querySelector("[name=accept]").click();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (!tools.hidden && /^[1-7]$/.test(event.key)) { event.preventDefault(); return tools.querySelectorAll("[data-field]")[event.key - 1].click(); }
    const zoom = { "+": 1, "=": 1, "-": -1, 0: 0 }[event.key];
    if (zoom !== undefined && showsPages()) { event.preventDefault(); return sheets.zoomBy(zoom); }
    const done = { j: () => move(1), k: () => move(-1), w: intoWords, "?": () => document.getElementById("keys").showModal() }[event.key];
    if (done) { event.preventDefault(); return done(); }
    if ("aexsmuc".includes(event.key) && press(event.key)) event.preventDefault();
  });
  document.getElementById("show-keys").addEventListener("click", () => document.getElementById("keys").showModal());

  tasks.addEventListener("click", (event) => {
    const item = event.target.closest(".review-task");
    if (!item) return;
    if (event.target.closest(".task-open") || !item.classList.contains("is-chosen")) choose(item, { focus: Boolean(event.target.closest(".task-open")) });
    const field = event.target.closest(".field[data-m]");
    if (field) light(field.dataset.m);
  });
  tasks.addEventListener("toggle", (event) => {
    if (!event.target.open) return;
    for (const other of event.target.closest(".task").querySelectorAll("details.ask[open]")) if (other !== event.target) other.open = false;
    if (event.target.matches(".ask-split")) prepareCut(event.target);
    event.target.querySelector("form input:not([type=hidden]), .cut")?.focus();
  }, true);
}

/* --- answers of the site ---------------------------------------------------------- */
let after = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.requestConfig?.triggeringEvent?.submitter;
  const item = event.target.closest(".review-task") || chosen();
  after = { id: item?.id, state: button?.dataset.next || "", top: words?.scrollTop };
});
document.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful || event.detail.xhr.getResponseHeader("HX-Reswap") === "none") after = null; });
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.matches(".slot")) after = null;
  if (event.target.matches(".slot")) return event.target.querySelector("textarea, input:not([type=hidden])")?.focus();
  if (!tasks || !after || !(event.target === tasks || event.target.closest("#tasks"))) return;
  filter();
  hideTools();
  const { id, state } = after;
  after = null;
  goOn(id, state);
  if (pages) loadOutlines();
});

/* --- which tasks are shown --------------------------------------------------------- */
let show = "";
const filter = () => {
  for (const item of tasks.querySelectorAll(".review-task")) {
    item.hidden = Boolean(show) && !(show === "doubtful" ? "doubtful" in item.dataset : item.dataset.state === show);
  }
};
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[data-show]")) other.setAttribute("aria-pressed", String(other === button));
    show = button.dataset.show;
    filter();
    if (!chosen() || chosen().hidden) choose(shown()[0], { focus: false });
  });
}

/* --- words of the source ------------------------------------------------------------ */
const tools = document.getElementById("words-form") || { hidden: true };
const hideTools = () => { if (!tools.hidden) tools.hidden = true; };

const place = (node, offset) => {
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, offset);
  return letters(range.toString());
};

const offerTools = () => {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !words.contains(selection.getRangeAt(0).commonAncestorContainer)) return hideTools();
  const range = selection.getRangeAt(0);
  tools.elements.start.value = place(range.startContainer, range.startOffset);
  tools.elements.end.value = place(range.endContainer, range.endOffset);
  tools.querySelector(".chosen-words").textContent = `“${selection.toString().replace(/\s+/g, " ").trim()}”`;
  if (tools.querySelector("[data-field]")) tools.hidden = false;
};

const intoWords = () => {
  if (showsPages()) document.querySelector("[data-view=words]").click();
  words.focus();
  const start = words.querySelector("mark.is-on") || words.querySelector("mark") || words;
  const selection = window.getSelection();
  selection.collapse(start.firstChild || start, 0);
  selection.modify("extend", "forward", "word");
  offerTools();
};

if (tasks && words) {
  words.addEventListener("mouseup", () => setTimeout(offerTools));
  words.addEventListener("click", (event) => {
    const mark = window.getSelection().isCollapsed && event.target.closest("mark");
    if (mark) choose(document.getElementById(mark.dataset.m.split(" ").find((token) => token[0] === "t")?.split(".")[0]), { focus: false });
  });
  words.addEventListener("keydown", (event) => {
    const way = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key];
    const line = { ArrowDown: "forward", ArrowUp: "backward" }[event.key];
    if ((!way && !(line && event.shiftKey)) || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const selection = window.getSelection();
    if (!selection.rangeCount || !words.contains(selection.focusNode)) return intoWords();
    if (line) selection.modify("extend", line, "line");
    else if (event.shiftKey) selection.modify("extend", way, "word");
    else {
      way === "forward" ? selection.collapseToEnd() : selection.collapseToStart();
      selection.modify("move", way, "word");
      if (way === "backward") selection.modify("move", way, "word");
      selection.modify("extend", "forward", "word");
    }
    offerTools();
  });
  tools.addEventListener("click", (event) => {
    const field = event.target.closest("[data-field]")?.dataset.field;
    if (!field) return;
    const item = chosen();
    if (field !== "add" && !item) return;
    tools.elements.field.value = field;
    htmx.ajax("POST", field === "add" ? tools.dataset.add : item.dataset.words, { source: tools, target: "#tasks", swap: "innerHTML", values: Object.fromEntries(new FormData(tools)) });
  });
}

/* --- pages --------------------------------------------------------------------------- */
const loadOutlines = () => fetch(pages.dataset.outlines, { headers: { Accept: "application/json" } })
  .then((answer) => (answer.ok ? answer.json() : { outlines: [] }))
  .then(({ outlines }) => { sheets.load(outlines); if (chosen()) sheets.light([chosen().dataset.m]); });

document.getElementById("tools")?.addEventListener("click", (event) => {
  const name = event.target.closest("[data-view]")?.dataset.view;
  if (!name) return;
  for (const button of document.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  for (const frame of [words, pages]) frame.hidden = frame.id !== name;
  document.getElementById("sheet-tools").hidden = name !== "sheets";
  if (chosen()) light(chosen().dataset.m);
});

/* --- where a task is cut -------------------------------------------------------------- */
const prepareCut = (ask) => {
  const box = ask.querySelector(".cut");
  const input = ask.querySelector("[name=at]");
  if (!box.dataset.ready) {
    box.dataset.ready = "1";
    const text = box.textContent;
    box.replaceChildren();
    let at = 0;
    for (const part of text.split(/(\s+)/)) {
      if (part.trim()) {
        const span = document.createElement("span");
        span.textContent = part;
        span.dataset.at = at;
        box.append(span);
      } else box.append(part);
      at += letters(part);
    }
    box.addEventListener("click", (event) => event.target.dataset.at && cut(event.target));
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const spans = [...box.querySelectorAll("span")];
      const now = spans.findIndex((span) => span.classList.contains("is-cut"));
      if (step) { event.preventDefault(); event.stopPropagation(); cut(spans[Math.min(Math.max(now + step, 1), spans.length - 1)]); }
      if (event.key === "Enter" && now > 0) { event.preventDefault(); ask.querySelector("form").requestSubmit(); }
    });
  }
  const cut = (span) => {
    input.value = span.dataset.at;
    let on = false;
    for (const other of box.querySelectorAll("span")) {
      on = on || other === span;
      other.classList.toggle("is-after", on);
      other.classList.toggle("is-cut", other === span);
    }
  };
  const spans = box.querySelectorAll("span");
  if (spans.length > 1) cut(spans[Math.floor(spans.length / 2)]);
};

/* --- choosing a body in the form --------------------------------------------------------- */
let asked = 0;
const closeOptions = (input) => { input.parentElement.querySelector(".options")?.remove(); input.setAttribute("aria-expanded", "false"); };
const take = (input, option) => {
  input.value = option.dataset.name;
  input.parentElement.querySelector("[name=party_who]").value = option.dataset.who;
  closeOptions(input);
};
const offer = (input, bodies) => {
  closeOptions(input);
  if (!bodies.length) return;
  const list = document.createElement("ul");
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.id = "bodies-found";
  bodies.forEach((body, n) => {
    const line = document.createElement("li");
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", String(n === 0));
    line.id = `body-${n}`;
    line.dataset.who = body.who;
    line.dataset.name = body.name;
    line.append(body.name, " ");
    const under = document.createElement("small");
    under.textContent = body.under;
    line.append(under);
    line.addEventListener("mousedown", (event) => { event.preventDefault(); take(input, line); });
    list.append(line);
  });
  input.parentElement.append(list);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-activedescendant", "body-0");
};
document.addEventListener("input", (event) => {
  const input = event.target.closest(".body-name");
  if (!input) return;
  input.parentElement.querySelector("[name=party_who]").value = "";
  const mine = ++asked;
  const address = `${input.closest("[data-bodies]").dataset.bodies}?q=${encodeURIComponent(input.value)}`;
  setTimeout(() => {
    if (mine !== asked) return;
    fetch(address, { headers: { Accept: "application/json" } }).then((answer) => answer.json()).then(({ bodies }) => { if (mine === asked) offer(input, bodies); });
  }, 150);
});
document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.(".body-name");
  const list = input?.parentElement.querySelector(".options");
  if (input && !list && event.key === "Enter" && !event.ctrlKey) event.preventDefault();
  if (!list) return;
  const options = [...list.children];
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    const next = options[(now + step + options.length) % options.length];
    options[now]?.setAttribute("aria-selected", "false");
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next.id);
  }
  if (event.key === "Enter" && !event.ctrlKey) { event.preventDefault(); take(input, options[now]); }
  if (event.key === "Escape") { event.preventDefault(); closeOptions(input); }
}, true);
document.addEventListener("focusout", (event) => { if (event.target.matches?.(".body-name")) closeOptions(event.target); });
document.addEventListener("click", (event) => {
  if (event.target.closest(".close-slot")) { const slot = event.target.closest(".slot"); slot.replaceChildren(); chosen()?.querySelector(".task-open").focus(); }
  if (event.target.closest(".drop-party")) event.target.closest(".party").remove();
  const more = event.target.closest(".add-party");
  if (!more) return;
  const rows = more.parentElement.querySelectorAll(".party");
  const row = rows[rows.length - 1]?.cloneNode(true);
  if (!row) return;
  for (const input of row.querySelectorAll("input")) input.value = input.name === "party_spans" ? "[]" : "";
  more.before(row);
  row.querySelector("select").focus();
});

/* --- the beginning ------------------------------------------------------------------------ */
if (tasks) {
  tasks.classList.add("has-script");
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const begin = () => choose(named || tasks.querySelector("[data-state=proposed]") || tasks.querySelector("[data-state=accepted]") || shown()[0]);
  if (pages) loadOutlines().then(begin); else begin();
}
