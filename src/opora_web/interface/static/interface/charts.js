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
      ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: { disableDefaultStyle: true },
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
// On paper every table stands open.
window.addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("figure details")) more.open = true;
});
