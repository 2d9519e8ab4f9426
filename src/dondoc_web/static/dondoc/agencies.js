// Suggestions for fields that ask for a body: filled while one types, after a short pause and never while composing.
"use strict";
(() => {
  const list = document.getElementById("agency-options");
  if (!list) return;
  let waiting = 0;
  const ask = async (field) => {
    const answer = await fetch(`${list.dataset.source}?words=${encodeURIComponent(field.value)}`);
    if (answer.ok) list.innerHTML = await answer.text();
  };
  document.addEventListener("input", (event) => {
    if (!event.target.classList.contains("agency-input") || event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 200, event.target);
  });
})();
