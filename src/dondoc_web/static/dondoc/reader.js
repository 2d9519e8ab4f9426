/* The directive page: words on one side, what was made of them on the other.
   A token such as t12.lead ties the two: marks carry tokens in data-m, lines of
   the pane name a token or its beginning (t12). */
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
  const ROLES = { c: "citation", h: "heading", d: "duty", f: "finding" };
  let at = -1;

  const light = (found) => {
    for (const mark of words.querySelectorAll(".is-on, .is-here")) mark.classList.remove("is-on", "is-here");
    for (const mark of found) mark.classList.add("is-on");
  };

  /* Only the frame of words moves: on a phone it stays above the tasks, and the page must not jump. */
  const bring = (mark) => {
    const distance = mark.getBoundingClientRect().top - words.getBoundingClientRect().top;
    words.scrollTop += distance - words.clientHeight / 3;
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
    light(found);
    say([...new Set(found.flatMap((mark) => mark.dataset.m.split(" ")))].filter((t) => t.split(".")[0] === token), false);
    const first = (byToken.get(`${token}.wording`) || found)[0];
    if (first) bring(first);
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
      light(byToken.get(key) || []);
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
    for (const token of tokens.filter(name).sort((a, b) => rank(a) - rank(b))) {
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

  const tell = (found) => {
    light(found);
    for (const mark of found) mark.classList.add("is-here");
    say([...new Set(found.flatMap((mark) => mark.dataset.m.split(" ")))]);
  };

  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    return words.contains(range.commonAncestorContainer) ? marks.filter((mark) => range.intersectsNode(mark)) : null;
  };

  words.addEventListener("mouseup", (event) => {
    const found = selected();
    if (found && found.length) return tell(found);
    const mark = event.target.closest("mark");
    if (mark) { at = marks.indexOf(mark); tell([mark]); } else if (found === null || !window.getSelection().isCollapsed) tell([]);
  });
  words.addEventListener("keyup", (event) => {
    if (event.shiftKey && selected()) tell(selected());
  });
  words.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.shiftKey || event.ctrlKey || event.altKey || !marks.length) return;
    event.preventDefault();
    at = Math.min(Math.max(at + step, 0), marks.length - 1);
    tell([marks[at]]);
    bring(marks[at]);
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
    light(found);
    say(found.length ? [`${task}.${role}`] : [], false);
    if (found.length) bring(found[0]);
  });

  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const step = { j: 1, k: -1 }[event.key];
    const buttons = [...pane.querySelectorAll("button[data-m]")];
    if (!step || !buttons.length) return;
    const now = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
    const next = buttons[Math.min(Math.max(now + step, 0), buttons.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    show(next);
  });

  const fromAddress = () => {
    const button = location.hash && pane.querySelector(`button[data-m="${CSS.escape(location.hash.slice(1))}"]`);
    if (button) { show(button); button.scrollIntoView({ block: "nearest" }); }
  };
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
