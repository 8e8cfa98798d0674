// Pictures become charts that answer the pointer. Without this script they stay pictures with a table beside them.
"use strict";
(() => {
  const narrow = window.matchMedia("(max-width: 40rem)");
  let library;
  const drawing = (address) => library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  const specification = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  };
  // What the pointer is told stands in the figure itself: readers of the screen have the table.
  const hints = (figure) => {
    const hint = document.createElement("div");
    hint.className = "chart__hint";
    hint.hidden = true;
    hint.setAttribute("aria-hidden", "true");
    figure.append(hint);
    return (handler, event, item, value) => {
      hint.hidden = value === null || value === undefined || value === "";
      if (hint.hidden) return;
      const lines = typeof value === "object" ? Object.entries(value).map(([name, words]) => (name.trim() ? `${name}: ${words}` : words)) : [value];
      hint.textContent = lines.join("\n");
      hint.style.left = `${Math.min(event.clientX + 12, window.innerWidth - hint.offsetWidth - 8)}px`;
      hint.style.top = `${event.clientY + 14}px`;
    };
  };
  const enliven = async (figure) => {
    const picture = figure.querySelector("picture");
    const place = document.createElement("div");
    place.className = "chart__live";
    place.hidden = true;
    const [spec] = await Promise.all([
      specification(narrow.matches ? figure.dataset.narrow : figure.dataset.chart),
      drawing(figure.dataset.library),
    ]);
    picture.after(place);
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", picture.querySelector("img").alt);
    await window.vegaEmbed(place, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: hints(figure),
    });
    place.querySelector("svg").setAttribute("aria-hidden", "true"); // the label beside it says what is drawn
    place.hidden = false;
    picture.hidden = true;
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      enliven(target).catch((why) => console.info("Рисунок остаётся картинкой:", why.message ?? why));
    }
  });
  for (const figure of document.querySelectorAll("figure[data-chart]")) seen.observe(figure);
})();
// On paper every table stands open, and so does the card of a method.
window.addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("figure details, table details, details.method-card")) more.open = true;
});
