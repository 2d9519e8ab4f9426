/* The card of a change of the text: what stood in the file, why it was changed,
   how sure that is, and what a person may do. It opens where the pointer rests
   on a change or the keys come to it, stays while the pointer is on it, and
   goes with Escape. */
const REST = 250;

export const cardOf = (card) => {
  let from = null;
  let waiting = 0;
  let asked = 0;
  let held = null;

  const token = (element) => element?.dataset.m.split(" ").find((one) => one[0] === "e");
  const isOpen = () => !card.hidden;

  const place = () => {
    const anchor = from.getBoundingClientRect();
    const width = Math.min(380, window.innerWidth - 16);
    card.style.width = `${width}px`;
    card.style.left = `${Math.max(8, Math.min(anchor.left, window.innerWidth - width - 8))}px`;
    const below = anchor.bottom + 6;
    const fits = below + card.offsetHeight <= window.innerHeight - 8;
    card.style.top = `${fits ? below : Math.max(8, anchor.top - card.offsetHeight - 6)}px`;
  };

  const close = () => {
    clearTimeout(waiting);
    asked += 1;
    if (!isOpen()) return;
    const inside = card.contains(document.activeElement);
    card.hidden = true;
    if (inside) held?.focus({ preventScroll: true });
  };

  const open = async (element) => {
    const change = token(element);
    if (!change) return;
    const mine = (asked += 1);
    const answer = await fetch(card.dataset.from.replace("0-0", change.slice(1)), { headers: { "HX-Request": "true" } });
    if (!answer.ok || mine !== asked) return;
    from = element;
    card.innerHTML = await answer.text();
    window.htmx.process(card);
    card.hidden = false;
    place();
  };

  const enter = () => {
    const button = isOpen() && card.querySelector("button");
    if (!button) return false;
    held = document.activeElement;
    button.focus();
    return true;
  };

  const watch = (frame) => {
    frame.addEventListener("pointerover", (event) => {
      const change = event.target.closest?.(".e, [class*='o-e-']");
      clearTimeout(waiting);
      if (event.pointerType === "mouse" && change && frame.contains(change)) waiting = setTimeout(() => open(change), REST);
      else if (isOpen() && !card.contains(document.activeElement)) waiting = setTimeout(close, REST * 2);
    });
    frame.addEventListener("pointerleave", () => {
      clearTimeout(waiting);
      if (isOpen() && !card.contains(document.activeElement)) waiting = setTimeout(close, REST * 2);
    });
    frame.addEventListener("scroll", () => { if (isOpen() && !card.contains(document.activeElement)) place(); });
  };

  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  card.addEventListener("pointerleave", () => { if (!card.contains(document.activeElement)) waiting = setTimeout(close, REST * 2); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && isOpen()) close(); });
  document.addEventListener("pointerdown", (event) => {
    if (isOpen() && !card.contains(event.target) && !event.target.closest?.(".e, .o")) close();
  });

  return { open, close, enter, watch };
};
