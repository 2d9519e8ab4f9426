/* Words of a report that were typed and not saved are told, and asked about before the page goes. */
(() => {
  const form = document.getElementById("report-form");
  const told = document.getElementById("unsaved");
  if (!form) return;
  let unsaved = "unsaved" in form.dataset;
  const tell = () => { told.textContent = unsaved ? told.dataset.words : ""; };

  form.addEventListener("input", () => { unsaved = true; tell(); });
  form.addEventListener("submit", () => { unsaved = false; tell(); });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  tell();
})();
