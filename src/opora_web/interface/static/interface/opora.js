// Small conveniences; every page works without them.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector("input[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
// Ctrl+Enter sends the form one is writing in; never one whose button asks first.
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && !form.querySelector("[data-ask]")) { event.preventDefault(); form.requestSubmit(); }
});
// A form that was begun and not sent asks before the page is left.
let unsent = false;
document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) unsent = true; });
document.addEventListener("submit", (event) => {
  unsent = false;
  const question = event.submitter?.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
  const busy = event.submitter?.dataset.busy;
  if (busy && !event.defaultPrevented) {
    const words = event.submitter.textContent;
    event.submitter.textContent = busy;
    event.submitter.setAttribute("aria-busy", "true");
    // A page taken back from the browser's memory has its button as it was.
    window.addEventListener("pageshow", () => { event.submitter.textContent = words; event.submitter.removeAttribute("aria-busy"); }, { once: true });
  }
});
// A paper is written when it is asked for: where that takes longer than a second, its link says so.
// What comes instead of a paper is a page – to sign in, to learn why not – and is opened as one.
const fetchPaper = async (link) => {
  const words = link.textContent;
  link.setAttribute("aria-busy", "true");
  const waiting = setTimeout(() => { link.textContent = "Готовлю файл…"; }, 1000);
  try {
    const answer = await fetch(link.href);
    const [, name] = /filename(?:\*=utf-8''|="?)([^";]+)/i.exec(answer.headers.get("Content-Disposition") ?? "") ?? [];
    if (!answer.ok || !name) { window.location.assign(link.href); return; }
    const paper = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await answer.blob()), download: decodeURIComponent(name) });
    paper.click();
    setTimeout(() => URL.revokeObjectURL(paper.href), 60_000);
  } finally {
    clearTimeout(waiting);
    link.textContent = words;
    link.removeAttribute("aria-busy");
  }
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-paper]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (!link.hasAttribute("aria-busy")) fetchPaper(link);
});
window.addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
// Filters apply themselves when a choice changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-apply] select, form[data-apply] input[type=checkbox]")) event.target.form.requestSubmit();
});
// What is long stays folded on a phone until it is asked for; on a wide window and on paper it never is.
const phone = window.matchMedia("(max-width: 40rem)");
const fold = (part) => { for (const one of part.querySelectorAll("details[data-phone-folds]")) one.open = !phone.matches; };
fold(document);
phone.addEventListener("change", () => fold(document));
document.addEventListener("htmx:afterSettle", (event) => fold(event.detail.elt));
window.addEventListener("beforeprint", () => { for (const one of document.querySelectorAll("details[data-phone-folds]")) one.open = true; });
// Drag files onto a page.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragenter"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// The person's menu closes as menus do: by Escape, or by a click beside it.
const menu = document.querySelector("details.who");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu?.open) { menu.open = false; menu.querySelector("summary").focus(); }
});
document.addEventListener("click", (event) => { if (menu?.open && !menu.contains(event.target)) menu.open = false; });
