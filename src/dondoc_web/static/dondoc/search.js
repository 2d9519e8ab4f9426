/* The box of the header: "/" leads to it from anywhere, arrows walk through what it suggests, Escape closes that. */
"use strict";
(() => {
  const form = document.getElementById("search-box");
  if (!form) return;
  const box = document.getElementById("search-words");
  const list = document.getElementById("suggestions");
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const seen = (element) => element && element.offsetParent !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const field = seen(box) ? box : document.getElementById("id_q");
    if (field) { field.focus(); field.select(); } else location.href = form.action;
  });

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && list.firstElementChild) { event.preventDefault(); list.replaceChildren(); box.focus(); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [box, ...list.querySelectorAll("a")];
    if (!step || stops.length < 2) return;
    event.preventDefault();
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) list.replaceChildren();
  });
  /* An answer that comes after the box was left or emptied is not shown. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target === list && (!form.contains(document.activeElement) || !box.value.trim())) event.detail.shouldSwap = false;
    if (event.target === list && !box.value.trim()) list.replaceChildren();
  });
  if (location.pathname === new URL(form.action).pathname && !seen(box)) document.getElementById("id_q")?.focus();
})();
