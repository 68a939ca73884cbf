// For whoever reads: what a term means where it is used, links to copy, and keys. Everything here can be done without it, more slowly.
(function () {
  "use strict";
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const drawn = window.regkit;
  const make = (tag, attributes, text) => {
    const node = document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    if (text) node.textContent = text;
    return node;
  };

  // A definition, on hover and on focus; the pointer may move onto it, and Escape puts it away (WCAG 2.2, 1.4.13).
  const LONGEST = 700; // of a definition shown so; the link leads to all of it
  const tip = make("div", { id: "definition", role: "tooltip", class: "tip", hidden: "" });
  document.body.append(tip);
  let anchor = null;
  let timer = 0;
  function meaning(link) {
    const id = decodeURIComponent(link.hash.slice(1));
    const element = document.getElementById(id);
    const text = (element && element.classList.contains("s") ? element.textContent : drawn ? drawn.words(id) : "").trim();
    return text.length > LONGEST ? text.slice(0, LONGEST).replace(/\s+\S*$/, "") + " …" : text;
  }
  function open(link) {
    clearTimeout(timer);
    const text = link !== anchor && meaning(link);
    if (!text) return;
    close();
    anchor = link;
    tip.textContent = text;
    tip.hidden = false;
    link.setAttribute("aria-describedby", "definition");
    const at = link.getClientRects()[0] || link.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    tip.style.left = Math.max(8, Math.min(at.left, innerWidth - box.width - 8)) + "px";
    tip.style.top = (at.bottom + box.height + 12 < innerHeight || at.top < box.height + 12 ? at.bottom + 6 : at.top - box.height - 6) + "px";
  }
  function close() {
    clearTimeout(timer);
    if (anchor) anchor.removeAttribute("aria-describedby");
    anchor = null;
    tip.hidden = true;
  }
  const term = (event) => event.target.closest && event.target.closest(".term a");
  const later = (what, delay) => { clearTimeout(timer); timer = setTimeout(what, delay); };
  document.addEventListener("pointerover", (event) => {
    const link = term(event);
    if (link) later(() => open(link), 120);
    else if (tip.contains(event.target)) clearTimeout(timer);
    else if (anchor && document.activeElement !== anchor) later(close, 250);
  });
  document.addEventListener("focusin", (event) => { const link = term(event); if (link) open(link); else if (anchor) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && anchor) { close(); event.stopPropagation(); event.preventDefault(); } }, true);
  addEventListener("scroll", () => { if (anchor && document.activeElement !== anchor) close(); }, { passive: true });
  document.addEventListener("click", (event) => { if (anchor && !tip.contains(event.target)) close(); });

  // Links to copy: to a row, to a provision, to a sentence. What is said when it is done is heard as well as seen.
  const said = make("p", { class: "said", role: "status", "aria-live": "polite" });
  document.body.append(said);
  let fading = 0;
  function say(text) {
    said.textContent = text;
    clearTimeout(fading);
    fading = setTimeout(() => { said.textContent = ""; }, 4000);
  }
  async function copy(hash) {
    const address = new URL(document.body.dataset.permalink || "", location.href).href.split("#")[0] + hash; // of a site: one that outlives the cut into pages
    try {
      await navigator.clipboard.writeText(address);
    } catch (error) { // an insecure context, or a browser that asks first and was told no
      const box = make("textarea", { class: "vh", "aria-hidden": "true" });
      const had = document.activeElement;
      box.value = address;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      if (had) had.focus({ preventScroll: true });
      if (!done) { location.hash = hash; say(_("The address of the page leads here now")); return; }
    }
    say(_("Link copied"));
  }
  function decorate(from) {
    for (const id of all("a.id:not([data-link])", from)) {
      id.dataset.link = "";
      id.after(" ", make("button", { type: "button", class: "copy", "data-copy": id.hash, "aria-label": _("Copy link to %(place)s", { place: id.textContent }) }, _("Copy link")));
    }
    for (const pin of all(".p > a.pin:not([data-link])", from)) {
      pin.dataset.link = "";
      pin.after(make("button", { type: "button", class: "copy", "data-copy": pin.hash, "aria-label": _("Copy link to %(place)s", { place: pin.textContent }) }, _("Copy link")));
    }
    for (const sentence of all(".p .s", from)) {
      if (sentence.dataset.link === undefined) {
        sentence.dataset.link = "";
        sentence.after(make("a", { class: "here", href: "#" + sentence.id, tabindex: "-1", "aria-hidden": "true" }, "#"));
      }
    }
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-copy], .here");
    if (button) copy(button.dataset.copy || button.hash);
  });
  if (drawn) drawn.decorateWith(decorate);
  decorate(document);

  // Keys. Single keys can be turned off, since they get in the way of speech input (WCAG 2.2, 2.1.4); the choice is kept.
  const KEYS = [
    ["/", _("go to the search of this view")],
    ["Escape", _("clear the search; put a definition away")],
    ["j, k", _("next row, row before")],
    ["c", _("copy a link to the row, or to the place that the address names")],
    ["1 … 9", _("another view")],
    ["t", _("light or dark")],
    ["?", _("this list")],
  ];
  const stored = (value) => { try { return value === undefined ? localStorage.getItem("regkit-keys") : localStorage.setItem("regkit-keys", value); } catch (error) { return null; } };
  let on = stored() !== "off";
  const dialog = make("dialog", { class: "keys", "aria-labelledby": "keys-title" });
  const list = make("dl", {});
  for (const [key, what] of KEYS) {
    const pair = make("div", {});
    pair.append(make("dt", {}), make("dd", {}, what));
    pair.firstChild.append(make("kbd", {}, key));
    list.append(pair);
  }
  const label = make("label", { class: "switch" });
  const box = make("input", { type: "checkbox" });
  box.checked = on;
  box.addEventListener("change", () => { on = box.checked; stored(on ? "on" : "off"); });
  label.append(box, " " + _("Use these keys"));
  const shut = make("button", { type: "button" }, _("Close"));
  shut.addEventListener("click", () => dialog.close());
  dialog.append(make("h2", { id: "keys-title" }, _("Keys")), list, label, shut);
  document.body.append(dialog);
  const button = document.querySelector("[data-keys]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }

  function step(by) {
    const panel = document.querySelector("main > .panel:not([hidden])");
    const rows = all("tbody > tr[id]:not([hidden])", panel).filter((row) => row.checkVisibility());
    if (!rows.length) return;
    const here = document.activeElement && document.activeElement.closest("tr[id]");
    let at = rows.indexOf(here);
    if (at < 0) at = rows.findIndex((row) => row.getBoundingClientRect().bottom > innerHeight / 3) - (by > 0 ? 1 : 0);
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    (row.querySelector("a.id, a") || row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable], dialog");
    if (!on || typing || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const panel = document.querySelector("main > .panel:not([hidden])");
    const tab = /^[1-9]$/.test(event.key) && all(".tabs a")[Number(event.key) - 1];
    const row = document.activeElement && document.activeElement.closest("tr[id]");
    if (event.key === "/") panel && panel.querySelector("[data-search]")?.focus();
    else if (event.key === "?") dialog.showModal();
    else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    else if (event.key === "c") copy(row ? "#" + row.id : location.hash);
    else if (event.key === "t") document.querySelector("[data-theme-toggle]")?.click();
    else if (tab) tab.click();
    else return;
    event.preventDefault();
  });
})();
