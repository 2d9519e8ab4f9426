/* Keys of the register: j, k go to the next and the previous row, x chooses it, Enter opens it. */
const table = document.getElementById("register");
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
const all = document.getElementById("choose-all");
const boxes = () => [...table.querySelectorAll("input[name=row]")];
let here = -1;

const go = (step) => {
  const rows = [...table.tBodies[0].rows];
  if (!rows.length) return;
  rows[here]?.classList.remove("is-here");
  here = Math.min(Math.max(here + step, 0), rows.length - 1);
  rows[here].classList.add("is-here");
  rows[here].querySelector("a").focus({ preventScroll: true });
  rows[here].scrollIntoView({ block: "nearest" });
};

if (table) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x") table.tBodies[0].rows[here]?.querySelector("input[name=row]")?.click();
    else return;
    event.preventDefault();
  });
  all?.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; });
}
