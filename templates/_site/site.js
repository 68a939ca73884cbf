// Before page.js and reader.js: what they ask of a page whose definitions are on other pages, and the switches of the layers.
(function () {
  "use strict";
  const words = new Map();
  for (const one of document.querySelectorAll("#definitions > [data-place]")) words.set(one.dataset.place, one.textContent);
  window.regkit = { tables: [], reveal: () => null, words: (id) => words.get(id) || "", decorateWith: () => undefined };

  // Layers: what is switched off stays off on the next page.
  let off = [];
  try { off = JSON.parse(localStorage.getItem("regkit-layers-off") || "[]"); } catch (error) { /* nothing kept: all are on */ }
  if (!Array.isArray(off)) off = [];
  for (const box of document.querySelectorAll("[data-layer]")) {
    const layer = box.dataset.layer;
    const apply = () => document.body.classList.toggle("off-" + layer, !box.checked);
    box.checked = !off.includes(layer);
    apply();
    box.addEventListener("change", () => {
      apply();
      off = off.filter((one) => one !== layer).concat(box.checked ? [] : [layer]);
      try { localStorage.setItem("regkit-layers-off", JSON.stringify(off)); } catch (error) { /* it holds for this page */ }
    });
  }

  // A requirement and its paragraph light up together.
  for (const pair of document.querySelectorAll(".pair.has")) {
    const lit = (on) => (event) => {
      const card = event.target.closest && event.target.closest(".card");
      if (card) card.classList.toggle("lit", on);
    };
    pair.addEventListener("pointerover", lit(true));
    pair.addEventListener("pointerout", lit(false));
  }
})();
