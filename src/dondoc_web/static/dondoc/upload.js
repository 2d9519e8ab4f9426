/* Files dropped anywhere on the frame are chosen; chosen files are named, and a total over the limit is said at once. */
(() => {
  const form = document.getElementById("upload");
  const drop = document.getElementById("drop");
  const input = document.getElementById("id_papers");
  const chosen = document.getElementById("chosen");
  const limit = Number(form.dataset.limit);

  const megabytes = (size) => (size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

  const tell = () => {
    const files = [...input.files];
    chosen.replaceChildren(...files.map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} (${megabytes(file.size)} MB)`;
      return line;
    }));
    const tooLarge = files.reduce((sum, file) => sum + file.size, 0) > limit;
    input.setCustomValidity(tooLarge ? form.dataset.tooLarge : "");
    if (tooLarge) input.reportValidity();
  };

  input.addEventListener("change", tell);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      tell();
    }
  });
})();
