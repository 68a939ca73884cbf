// The site's search. The index lies in pieces beside the pages; a query loads those that its words may be in (see regkit/report/site/search.py).
(function () {
  "use strict";
  const SHOWN = 30;
  const LONGEST = 40;
  const CHECKED = 1500; // entries whose text is read for a phrase: the best by their words
  const K = 2.2; // k1 + 1
  const root = document.body.dataset.root;
  const host = document.querySelector(".find");
  if (!host) return;
  const input = document.getElementById("find");
  const kindBox = document.getElementById("find-kind");
  const count = document.getElementById("find-count");
  const list = document.getElementById("found");
  host.hidden = false;

  // Pieces: each is a script that calls back; a page opened from a folder can load those, and nothing else.
  let index = null;
  const pieces = { words: [], texts: [] };
  const waiting = new Map();
  const site = window.regkitSite || {};
  window.regkitSite = Object.assign(site, {
    index(number, data) { index = data; },
    words(number, data) { pieces.words[number] = data; },
    texts(number, data) { pieces.texts[number] = data; },
  });
  function load(path) {
    if (!waiting.has(path)) {
      waiting.set(path, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = root + path;
        script.onload = done;
        script.onerror = () => { waiting.delete(path); failed(new Error(path)); };
        document.head.append(script);
      }));
    }
    return waiting.get(path);
  }

  // Words, folded as the index folds them.
  const WORD = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[\p{L}\p{N}])+/gu;
  const plain = (text) => (/^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "")).toLowerCase();
  const fold = (text) => (plain(text).match(WORD) || []).map((word) => Array.from(word).slice(0, LONGEST).join(""));
  const below = (table, value) => { // the last place whose value is not greater
    let low = 0;
    let high = table.length;
    while (low < high) { const middle = (low + high) >> 1; if (table[middle] <= value) low = middle + 1; else high = middle; }
    return low - 1;
  };

  // A query: words, the last of them perhaps half typed; "…" and 1005.11(c) are phrases.
  function parse(text) {
    const phrases = [];
    const words = [];
    for (const part of text.replace(/[“”„«»]/g, '"').match(/"[^"]*"?|[^\s"]+/g) || []) {
      const found = fold(part);
      words.push(...found);
      if (found.length > 1) phrases.push(found.join(" "));
    }
    return { words: Array.from(new Set(words)), phrases, open: /[\p{L}\p{N}]$/u.test(text) };
  }

  async function wordPieces(word) {
    const first = Math.max(0, below(index.words, word));
    const last = below(index.words, word + "\uffff");
    const need = [];
    for (let at = first; at <= last; at += 1) need.push(load("search/w" + at + ".js"));
    await Promise.all(need);
    return [first, last];
  }
  function decode(packed, add) {
    let entry = -1;
    let distance = 0;
    for (let at = 0; at < packed.length; at += 1) {
      const code = packed.charCodeAt(at);
      if (code < 58) distance = distance * 36 + code - 48;
      else if (code > 96) distance = distance * 36 + code - 87;
      else { entry += distance || 1; distance = 0; add(entry, (code - 64) / 15); }
    }
  }
  async function scores(word) {
    const total = index.kinds.length;
    const best = new Float32Array(total);
    const [first, last] = await wordPieces(word);
    let exact = null;
    let rest = 0;
    for (let piece = first; piece <= last; piece += 1) {
      const table = pieces.words[piece];
      let low = 0;
      let high = table.length / 2;
      while (low < high) { const middle = (low + high) >> 1; if (table[middle * 2] < word) low = middle + 1; else high = middle; }
      for (let at = low * 2; at < table.length && table[at].startsWith(word); at += 2) {
        const same = table[at] === word;
        const part = same ? 1 : 0.55;
        let seen = 0;
        decode(table[at + 1], (entry, step) => { seen += 1; best[entry] = Math.max(best[entry], step * part); });
        if (same) exact = seen;
        rest += seen;
      }
    }
    const df = exact || rest;
    const rare = Math.log(1 + (total - df + 0.5) / (df + 0.5));
    for (let at = 0; at < total; at += 1) if (best[at]) best[at] *= K * rare;
    return best;
  }

  // Texts of results.
  async function texts(entries) {
    const numbers = Array.from(new Set(entries.map((entry) => below(index.texts, entry))));
    await Promise.all(numbers.map((number) => load("search/t" + number + ".js")));
    return entries.map(entryOf);
  }
  function entryOf(entry) {
    const number = below(index.texts, entry);
    const piece = pieces.texts[number];
    const at = entry - index.texts[number];
    const [title, kept, url, note] = piece[at];
    let text = kept;
    if (Array.isArray(kept)) { // a stretch of the provision's text, counted in code points
      const whole = piece[at - kept[0]][1];
      text = /[\ud800-\udfff]/.test(whole) ? Array.from(whole).slice(kept[1], kept[1] + kept[2]).join("") : whole.slice(kept[1], kept[1] + kept[2]);
    }
    return { kind: index.kinds[entry], title, text, url, note };
  }

  async function query(text, kind) {
    const { words, phrases } = parse(text);
    if (!words.length) return null;
    if (!index) await load("search/index.js");
    const found = await Promise.all(words.map(scores));
    const total = index.kinds.length;
    let some = false;
    let nearest = 0;
    const rank = (all) => {
      const hits = [];
      for (let at = 0; at < total; at += 1) {
        if (kind && index.kinds[at] !== kind) continue;
        let sum = 0;
        let have = 0;
        for (const score of found) if (score[at]) { sum += score[at]; have += 1; }
        if (have && (!all || have === found.length)) hits.push([at, sum * have]);
      }
      return hits.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    };
    let hits = rank(true);
    if (phrases.length && hits.length) {
      if (hits.length > CHECKED) { nearest = CHECKED; hits = hits.slice(0, CHECKED); }
      const checked = await texts(hits.map((hit) => hit[0]));
      hits = hits.filter((hit, at) => phrases.every((phrase) => joined(hit[0], checked[at]).includes(" " + phrase)));
    } else if (!hits.length && words.length > 1 && !phrases.length) {
      hits = rank(false);
      some = hits.length > 0;
    }
    return { words, hits: hits.map((hit) => hit[0]), some, nearest };
  }
  const folded = new Map();
  function joined(number, entry) { // a title and a text never make a phrase together
    if (!folded.has(number)) folded.set(number, " " + fold(entry.title).join(" ") + " \n " + fold(entry.text).join(" ") + " ");
    return folded.get(number);
  }

  // Showing. Text is only ever text: nothing of the index is read as markup.
  const make = (tag, attributes, text) => {
    const node = document.createElement(tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    if (text) node.textContent = text;
    return node;
  };
  function marked(node, text, words) {
    let at = 0;
    for (const hit of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (!fold(hit[0]).some((one) => words.some((word) => one.startsWith(word)))) continue;
      node.append(text.slice(at, hit.index), make("mark", {}, hit[0]));
      at = hit.index + hit[0].length;
    }
    node.append(text.slice(at));
  }
  function snippet(text, words) {
    if (text.length <= 240) return text;
    let first = 0;
    for (const hit of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      if (fold(hit[0]).some((one) => words.some((word) => one.startsWith(word)))) { first = hit.index; break; }
    }
    const start = first > 90 ? text.indexOf(" ", first - 80) + 1 : 0;
    return (start ? "… " : "") + text.slice(start, start + 240).replace(/\s+\S*$/, "") + " …";
  }
  function address(url) { return /^https?:/.test(url) ? url : root + url; }
  let turn = 0;
  async function run() {
    turn += 1;
    const mine = turn;
    const started = performance.now();
    let result = null;
    let shown = [];
    try {
      result = await query(input.value, kindBox.value);
      if (result) shown = await texts(result.hits.slice(0, SHOWN));
    } catch (error) {
      count.textContent = _("The search's index cannot be read: %(why)s", { why: error.message });
      return;
    }
    if (mine !== turn) return;
    list.replaceChildren();
    if (!result) { list.hidden = true; count.textContent = ""; return; }
    for (const entry of shown) {
      const link = make("a", { href: address(entry.url) });
      const title = make("b", {});
      marked(title, entry.title, result.words);
      const about = make("span", { class: "sub" }, index.one[entry.kind] + (entry.note ? " · " + entry.note : ""));
      const text = make("p", {});
      marked(text, snippet(entry.text, result.words), result.words);
      link.append(title, " ", about, text);
      const item = make("li", {});
      item.append(link);
      list.append(item);
    }
    list.hidden = !shown.length;
    const number = result.hits.length.toLocaleString("en");
    count.textContent = !result.hits.length ? _("Nothing found") : [
      result.some ? _("Nothing has all the words; %(count)s with some of them", { count: number }) : result.hits.length === 1 ? _("1 result") : _("%(count)s results", { count: number }),
      result.hits.length > SHOWN ? _("the best %(count)s shown", { count: SHOWN }) : "",
      result.nearest ? _("a phrase is looked for in the %(count)s nearest", { count: result.nearest.toLocaleString("en") }) : "",
    ].filter(Boolean).join(", ");
    host.dataset.took = String(performance.now() - started);
  }
  function close() { list.hidden = true; list.replaceChildren(); count.textContent = ""; turn += 1; }

  load("search/index.js").then(() => {
    for (const kind in index.names) kindBox.append(make("option", { value: kind }, index.names[kind]));
  }).catch(() => { count.textContent = _("The search's index cannot be read."); });
  let timer = 0;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 30); });
  kindBox.addEventListener("change", run);
  host.addEventListener("keydown", (event) => {
    const links = Array.from(list.querySelectorAll("a"));
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      if (input.value || !list.hidden) { event.preventDefault(); event.stopPropagation(); }
      input.value = "";
      close();
      input.focus();
    } else if (event.key === "ArrowDown" && event.target !== kindBox && links.length) {
      event.preventDefault();
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (at ? links[at - 1] : input).focus();
    } else if (event.key === "Enter" && event.target === input && links.length) {
      event.preventDefault();
      links[0].click();
    }
  });
  list.addEventListener("click", (event) => { if (event.target.closest("a")) setTimeout(() => { list.hidden = true; }, 0); });
  document.addEventListener("click", (event) => { if (!host.contains(event.target)) list.hidden = true; });
  input.addEventListener("focus", () => { if (list.childElementCount) list.hidden = false; });
  // "/" is the search of a view where the view has one; Control or Command with K is always this one.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, select, textarea, [contenteditable], dialog");
    const own = Array.from(document.querySelectorAll("main [data-search]")).some((box) => box.checkVisibility());
    let keys = true;
    try { keys = localStorage.getItem("regkit-keys") !== "off"; } catch (error) { /* as if on */ }
    const slash = event.key === "/" && keys && !typing && !own && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      input.focus();
      input.select();
    }
  }, true);
})();
