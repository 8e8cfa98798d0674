// Choosing files: folders can be dropped, what is chosen is listed with its size before it is sent.
"use strict";
for (const form of document.querySelectorAll("form[data-sending]")) {
  const zone = form.querySelector("[data-drop-files]");
  const [files, folder] = form.querySelectorAll("input[type=file]");
  const told = form.querySelector("[data-chosen]");
  const limit = Number(form.dataset.limit);
  const paths = new Map();
  for (const words of form.querySelectorAll("[data-only-with-script]")) words.hidden = false;

  const pathOf = (file) => paths.get(file) || file.webkitRelativePath || file.name;
  const megabytes = (bytes) => bytes < 2 ** 20
    ? Math.ceil(bytes / 2 ** 10) + " КБ"
    : (bytes / 2 ** 20).toLocaleString("ru", { maximumFractionDigits: 1 }) + " МБ";
  const chosen = () => [...files.files, ...folder.files];

  const tell = () => {
    const all = chosen();
    const size = all.reduce((sum, file) => sum + file.size, 0);
    told.textContent = "";
    form.elements.paths.value = all.map((file) => pathOf(file).replace(/[\r\n]+/g, " ")).join("\n");
    if (!all.length) return;
    const line = document.createElement("p");
    line.textContent = `Выбрано файлов: ${all.length}, вместе ${megabytes(size)}.` +
      (size > limit ? ` Это больше допустимых ${megabytes(limit)}: отправьте несколькими частями.` : "");
    line.className = size > limit ? "note note--bad" : "";
    const list = document.createElement("ul");
    for (const file of all.slice(0, 10)) {
      const item = document.createElement("li");
      item.textContent = `${pathOf(file)} – ${megabytes(file.size)}`;
      list.append(item);
    }
    if (all.length > 10) list.append(Object.assign(document.createElement("li"), { textContent: `и ещё ${all.length - 10}` }));
    told.append(line, list);
  };

  const inside = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((found, lost) => entry.file(found, lost));
      return [[file, entry.fullPath.replace(/^\//, "")]];
    }
    const reader = entry.createReader();
    const all = [];
    for (;;) {
      const some = await new Promise((found, lost) => reader.readEntries(found, lost));
      if (!some.length) break;
      for (const one of some) all.push(...await inside(one));
    }
    return all;
  };

  for (const kind of ["dragover", "dragenter"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    const dropped = [...event.dataTransfer.items].filter((item) => item.kind === "file")
      .map((item) => [item.webkitGetAsEntry?.(), item.getAsFile()]);
    const whole = new DataTransfer();
    const names = [];
    const add = (file, path) => { whole.items.add(file); names.push(path); };
    for (const file of files.files) add(file, pathOf(file));
    for (const [entry, one] of dropped) {
      for (const [file, path] of entry ? await inside(entry) : [[one, one.name]]) add(file, path);
    }
    files.files = whole.files;
    paths.clear();
    [...files.files].forEach((file, index) => paths.set(file, names[index]));
    tell();
  });
  files.addEventListener("change", tell);
  folder.addEventListener("change", tell);
}
