// A small page works without this; the rows of a large one are drawn by rows.js. With it: one view at a time, search, filters, sorting, saving what is
// shown, and the choice of a theme. reader.js, which comes after it, has definitions, links to copy and keys.
(function () {
  "use strict";
  const drawn = window.regkit || { tables: [], reveal: () => null };
  const CHUNK = 50; // rows of a tbody; the template's own number
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));

  // Theme
  const toggle = document.querySelector("[data-theme-toggle]");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const name = () => { toggle.textContent = isDark() ? _("Light theme") : _("Dark theme"); };
  if (toggle) {
    toggle.hidden = false;
    name();
    dark.addEventListener("change", name);
    toggle.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      try { localStorage.setItem("regkit-theme", theme); } catch (error) { /* it holds for this page */ }
      name();
    });
  }

  // Views. A hidden view is "until-found": the browser's own search and links to text still reach into it.
  const panels = all("main > .panel");
  const tabs = all(".tabs a");
  function show(panel) {
    for (const other of panels) {
      if (other === panel) other.removeAttribute("hidden");
      else other.setAttribute("hidden", "until-found");
    }
    for (const tab of tabs) {
      if (tab.hash === "#" + panel.id) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
  function follow() {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch (error) { /* as it is */ }
    for (const old of all(".target")) old.classList.remove("target");
    const target = id && (document.getElementById(id) || drawn.reveal(id, (of) => filters.get(of)?.reset()));
    const panel = target && target.closest("main > .panel");
    if (!panel) { if (!target && panels.length) show(panels[0]); return; }
    show(panel);
    if (target.closest("[hidden]")) filters.get(panel)?.reset();
    const details = target.closest("details");
    if (details) details.open = true;
    if (target === panel) { scrollTo(0, Math.min(scrollY, document.querySelector(".top").offsetHeight)); return; }
    target.classList.add("target"); // :target does not see what was drawn after the page was opened
    settle(target, 8);
  }
  // What was skipped or undrawn until now has its true height only when it is near: scroll until the target stays where it is.
  function settle(target, tries) {
    target.scrollIntoView({ block: "center" });
    const top = target.getBoundingClientRect().top;
    requestAnimationFrame(() => { if (tries && Math.abs(target.getBoundingClientRect().top - top) > 2) settle(target, tries - 1); });
    if (tries === 8) setTimeout(() => settle(target, 2), 120);
  }
  for (const panel of panels) panel.addEventListener("beforematch", () => show(panel));

  // Filters: rows are read once, when a view is first filtered.
  const filters = new Map();
  function controller(panel, tools) {
    const search = tools.querySelector("[data-search]");
    const selects = all("[data-filter]", tools);
    const count = tools.querySelector("[data-count]");
    const rows = all("[data-f]", panel);
    const bodies = all("tbody", panel).filter((body) => body.querySelector("[data-f]"));
    const groups = all("[data-group]", panel);
    const tables = drawn.tables.filter((table) => table.panel === panel);
    const total = rows.length + tables.reduce((sum, table) => sum + table.count, 0);
    let texts = null;
    let tokens = null;
    function apply() {
      if (!texts) {
        texts = rows.map((row) => row.textContent.toLowerCase());
        tokens = rows.map((row) => " " + row.dataset.f + " ");
      }
      const words = search ? search.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
      const wanted = selects.map((select) => select.value).filter(Boolean).map((token) => " " + token + " ");
      let shown = 0;
      const keep = rows.map((row, at) => wanted.every((token) => tokens[at].includes(token)) && words.every((word) => texts[at].includes(word)));
      rows.forEach((row, at) => {
        if (row.hidden === keep[at]) row.hidden = !keep[at];
        if (keep[at]) shown += 1;
      });
      for (const body of bodies) body.hidden = !body.querySelector("[data-f]:not([hidden])");
      for (const table of tables) shown += table.filter(words, wanted.map((token) => token.trim()));
      for (const group of groups) group.hidden = !group.querySelector("[data-f]:not([hidden]), [data-rows]:not([hidden])");
      say(shown);
    }
    function say(shown) {
      const what = count.dataset.what;
      const format = (value) => value.toLocaleString("en");
      count.textContent = shown === total && shown !== 1 ? _("All %(count)s %(what)s", { count: format(shown), what }) : _("%(count)s of %(all)s %(what)s", { count: format(shown), all: format(total), what });
    }
    function reset() {
      if (search) search.value = "";
      for (const select of selects) select.value = "";
      apply();
    }
    let waiting = 0;
    tools.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, event.target === search && total > 500 ? 15 : 0);
    });
    tools.addEventListener("keydown", (event) => { if (event.key === "Escape" && event.target === search) reset(); });
    tools.querySelector("[data-reset]")?.addEventListener("click", () => { reset(); search?.focus(); });
    tools.querySelector("[data-csv]")?.addEventListener("click", (event) => save(panel, event.target.dataset.csv));
    const every = tools.querySelector("[data-all]");
    if (every && tables.length) {
      every.hidden = false;
      every.addEventListener("click", () => {
        for (const table of tables) table.all();
        count.textContent += ". " + _("Every row is drawn: the browser's own search finds all of them");
      });
      // Read what is seen before anybody asks, so that the first search is as quick as the next.
      setTimeout(() => { if (!panel.hasAttribute("hidden")) tables.forEach((table) => table.prepare()); }, 50);
    }
    say(total);
    tools.hidden = false;
    return { reset, apply };
  }
  for (const panel of panels) {
    const tools = panel.querySelector(".tools");
    if (tools) filters.set(panel, controller(panel, tools));
  }

  // What is shown, as CSV. A cell that a spreadsheet would run gets an apostrophe.
  function cell(node) {
    const text = Array.from(node.childNodes, (child) => (child.nodeName === "DETAILS" || child.nodeName === "BUTTON" ? "" : child.textContent)).join(" ").replace(/\s+/g, " ").trim();
    return quoted(text);
  }
  const quoted = (text) => '"' + (/^[\s]*[=+\-@]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  function save(panel, file) {
    const lines = [];
    for (const table of all("table", panel)) {
      const rows = all("tbody tr[data-f]:not([hidden])", table);
      if (rows.length && !lines.length) lines.push(all("thead th", table).map(cell).join(","));
      for (const row of rows) lines.push(Array.from(row.cells, cell).join(","));
    }
    for (const table of drawn.tables) {
      if (table.panel === panel) lines.push(...table.csv().slice(lines.length ? 1 : 0).map((row) => row.map((value) => quoted(String(value))).join(",")));
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Sorting. The order of the file is the first column's; equal rows keep it.
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  const STATUSES = ["lost", "failing", "suspect", "uncovered", "unverified", "stale", "waived", "covered"];
  for (const table of all("table.sortable")) {
    const bodies = Array.from(table.tBodies);
    const rows = bodies.flatMap((body) => Array.from(body.rows));
    const heads = all("thead th", table);
    const key = {
      order: (row, at) => at,
      text: (row, at, column) => row.cells[column].textContent.replace(/\s+/g, " ").trim(),
      number: (row, at, column) => Number(row.cells[column].dataset.v || 0),
      status: (row, at, column) => STATUSES.findIndex((status) => row.cells[column].querySelector("." + status)),
    };
    heads.forEach((head, column) => {
      const kind = head.dataset.sort;
      if (!kind) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const data = drawn.tables.find((one) => one.host === table);
        if (data) { data.sort(column, kind, down, compare); return; }
        const keys = rows.map((row, at) => ({ row, at, value: key[kind](row, at, column) }));
        keys.sort((a, b) => (kind === "text" ? compare(a.value, b.value) : a.value - b.value) * (down ? -1 : 1) || a.at - b.at);
        bodies.forEach((body, at) => body.append(...keys.slice(at * CHUNK, at === bodies.length - 1 ? undefined : (at + 1) * CHUNK).map((item) => item.row)));
        for (const body of bodies) body.hidden = !body.querySelector("tr:not([hidden])");
      });
    });
  }

  // Narrow screens: the headings of cells, where a large report leaves them out.
  const narrow = matchMedia("screen and (max-width: 62rem)");
  function label() {
    if (!narrow.matches) return;
    narrow.removeEventListener("change", label);
    for (const table of all("table.rows")) {
      const heads = all("thead th", table).map((head) => head.textContent.trim());
      for (const row of all("tbody tr", table)) {
        Array.from(row.cells).forEach((td, at) => { if (at > 1 && !td.dataset.h) td.dataset.h = heads[at]; });
      }
    }
  }
  narrow.addEventListener("change", label);
  label();

  // Context: a large report leaves it to the source pages, which are in this file.
  let order = null;
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.open || !details.dataset || !details.dataset.s || details.querySelector("p")) return;
    if (details.dataset.r) {
      const [before, quote, after] = drawn.context(Number(details.dataset.r));
      const here = document.createElement("strong");
      here.textContent = quote;
      const paragraph = document.createElement("p");
      paragraph.className = "context";
      paragraph.append(before + " ", here, " " + after);
      details.append(paragraph);
      return;
    }
    const sentence = document.getElementById(details.dataset.s);
    if (!sentence) return;
    const article = sentence.closest("article");
    if (!order || order.article !== article) order = { article, list: all(".s", article) };
    const at = order.list.indexOf(sentence);
    const paragraph = document.createElement("p");
    paragraph.className = "context";
    const here = document.createElement("strong");
    here.textContent = sentence.textContent;
    paragraph.append(at ? order.list[at - 1].textContent + " " : "", here, at + 1 < order.list.length ? " " + order.list[at + 1].textContent : "");
    details.append(paragraph);
  }, true);

  // Paper has no scrolling: what is shown is drawn whole before it is printed.
  addEventListener("beforeprint", () => { for (const table of drawn.tables) if (!table.panel.hasAttribute("hidden")) table.all(); });

  addEventListener("hashchange", follow);
  // A link to where one is already changes nothing that the browser would tell of, but the place may be out of sight, or filtered away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash && !event.defaultPrevented) follow();
  });
  follow();
})();
