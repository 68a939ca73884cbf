// A large page holds its rows as data; this draws those that are scrolled to, searched for, linked to or printed. What it draws is what the templates
// print for a small page, element for element. Text only ever becomes the text of a node, so no document can bring markup in.
(function () {
  "use strict";
  const CHUNK = 50; // rows of a tbody, as the templates have it
  const PAPER = 300; // rows of a table that is printed as a table: browsers measure all of its rows for every sheet
  const AHEAD = "1500px 0px"; // drawn before they are seen
  const data = JSON.parse(document.getElementById("data").textContent);
  const get = (column) => (Array.isArray(column) ? (at) => column[at] : column.i.length ? (at) => column.v[column.i[at]] : () => column.v[0]);
  const columns = (table) => Object.fromEntries(Object.entries(table).map(([name, column]) => [name, get(column)]));
  const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e]/g; // as regkit.report.environment.visible
  const picture = (c) => (c === "\x7f" ? "\u2421" : c < " " ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : `[U+${c.charCodeAt(0).toString(16).toUpperCase()}]`);
  const visible = (text) => text.replace(CONTROLS, picture);
  const place = (id, kind) => (kind ? kind + "-" : "") + id.replace(/[^A-Za-z0-9./~-]/gu, (c) => `_${c.codePointAt(0).toString(16)}.`);
  const long = (id, home) => (id[0] === "=" ? id.slice(1) : home + id);
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
  const range = (count) => Array.from({ length: count }, (_, at) => at);
  let decorate = () => {};

  function h(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const name in attributes) if (attributes[name] !== undefined) node.setAttribute(name, attributes[name]);
    for (const child of children.flat(9)) if (child || child === 0) node.append(typeof child === "object" ? child : visible(String(child)));
    return node;
  }

  // Sources
  const P = columns(data.provisions);
  const S = columns(data.sentences);
  const provisions = data.provisions.id.length;
  const sentences = data.sentences.text.length;
  const homes = []; // the id of each provision; of a continued piece that of its first
  const firsts = []; // its first sentence
  const owners = new Array(sentences); // the provision of each sentence
  for (let at = 0, next = 0, continued = 0; at < provisions; at += 1) {
    homes.push(P.id(at) || data.provisions.home[continued++]);
    firsts.push(next);
    for (const end = next + P.count(at); next < end; next += 1) owners[next] = at;
  }
  const sentenceId = (at) => long(S.id(at), homes[owners[at]]);
  const linkPlaces = data.links.map((id) => place(id));

  // A sentence cut at the edges of its marks, as regkit.report.views.common.segments cuts it; stride 4 has links.
  function segments(text, marks, stride) {
    const inside = [];
    for (let k = 0; k < marks.length; k += stride) {
      const start = Math.max(0, marks[k]);
      const end = Math.min(text.length, marks[k + 1]);
      if (start < end) inside.push([start, end, data.layers[marks[k + 2]], stride === 4 && marks[k + 3] >= 0 ? linkPlaces[marks[k + 3]] : ""]);
    }
    if (!inside.length) return [text];
    const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    inside.sort((a, b) => a[0] - b[0] || b[1] - a[1] || order(a[2], b[2]) || order(a[3], b[3]));
    const edges = [...new Set([0, text.length, ...inside.map((mark) => mark[0]), ...inside.map((mark) => mark[1])])].sort((a, b) => a - b);
    return edges.slice(0, -1).map((start, at) => {
      const open = inside.filter((mark) => mark[0] <= start && mark[1] > start);
      const words = text.slice(start, edges[at + 1]);
      if (!open.length) return words;
      const layers = [...new Set(open.map((mark) => mark[2]))];
      const link = open.reduceRight((found, mark) => found || mark[3], "");
      return h(layers.includes("cue") ? "mark" : "span", { class: layers.join(" ") }, link ? h("a", { href: "#" + link }, words) : words);
    });
  }

  const named = (value) => _(capital(value.replaceAll("_", " ")));
  const word = (value) => _(value.replaceAll("_", " "));
  const standing = (key) => h("span", { class: "standing " + key }, named(key));
  const STATUS = Object.fromEntries((data.statuses || []).map(([key, label]) => [key, label]));
  const chip = (key) => h("span", { class: "chip " + key }, STATUS[key]);
  const list = (items) => h("ul", { class: "list" }, items);
  const sub = (...children) => h("span", { class: "sub" }, children);
  const dated = (date) => (date ? [" " + _("on") + " ", h("time", { datetime: date }, date)] : "");
  const sentence = (at) => h("span", { class: S.flags(at) & 1 ? "s h" : "s", id: place(sentenceId(at)) }, segments(S.text(at), S.marks(at), 4));

  let rowsOf = null;
  function provision(at) {
    if (!rowsOf) {
      rowsOf = new Map();
      for (let row = 0; row < total.requirements; row += 1) {
        if (R.sentence(row) >= 0 && shown(row)) rowsOf.set(R.sentence(row), [...(rowsOf.get(R.sentence(row)) || []), row]);
      }
    }
    const id = P.id(at);
    const paragraphs = [];
    for (let s = firsts[at]; s < firsts[at] + P.count(at); s += 1) {
      if (S.flags(s) & 4 || !paragraphs.length) paragraphs.push(h("p"));
      const paragraph = paragraphs[paragraphs.length - 1];
      if (!(S.flags(s) & 2) && paragraph.firstChild) paragraph.append(" ");
      const rows = rowsOf.get(s) || [];
      paragraph.append(sentence(s), ...rows.map((row, n) => h("a", { class: "to", href: "#" + reqPlace(row) }, rows.length > 1 ? `${_("row")} ${n + 1}` : _("row"))));
    }
    const pin = P.pin(at) && paragraphs.length && id ? h("a", { class: "pin", href: "#" + place(id) }, P.pin(at)) : "";
    const made = h("div", { class: `p d${P.depth(at)}`, id: id ? place(id) : undefined, "data-f": "" }, pin, paragraphs);
    decorate(made);
    return made;
  }

  // Requirements and checks
  const R = data.requirements ? columns(data.requirements) : {};
  const C = data.checks ? columns(data.checks) : {};
  const total = { requirements: data.requirements ? data.requirements.id.length : 0, checks: data.checks ? data.checks.id.length : 0 };
  const reqId = (row) => long(data.requirements.id[row], R.provision(row));
  const reqPlace = (row) => place(reqId(row));
  const checkPlace = (at) => place(C.id(at), "check");
  const quote = (row) => R.quote(row) || (R.length(row) ? S.text(R.sentence(row)).slice(R.offset(row), R.offset(row) + R.length(row)) : "");
  const title = (row) => (R.document(row) >= 0 ? data.documents[R.document(row)][1] : R.titled(row));
  const force = (row) => named(R.modality(row) || R.kind(row));
  const lead = (at) => (at >= 0 ? S.text(at) : quote(-1 - at));
  const checkOwner = (at) => C.owner(at) || _("No owner");
  const sourceOf = (row) => (R.sentence(row) >= 0 ? place(sentenceId(R.sentence(row))) : "");
  const closes = new Map();
  for (const group of data.gaps || []) group.rows.forEach((row, at) => closes.set(row, get(group.closes)(at)));
  const isGaps = Boolean(data.gaps && data.gaps.length);
  const shown = (row) => !isGaps || closes.has(row);

  function head(row) {
    const status = R.document(row) >= 0 ? data.documents[R.document(row)][2] : "draft";
    const url = R.url(row);
    const words = R.page(row) ? _("PDF page") + " " + R.page(row) : _("Official source");
    const link = url ? h("a", { class: "out", href: url, "data-url": url.split("#")[0] }, words) : R.page(row) ? words : "";
    const id = h("a", { class: "id", href: "#" + reqPlace(row) }, reqId(row));
    const pin = h("a", { class: "pin", href: "#" + (sourceOf(row) || reqPlace(row)) }, R.pin(row));
    return h("th", { scope: "row" }, pin, " ", sub(title(row)), " ", standing(status), link ? [" ", link] : "", " ", id);
  }

  function words(row) {
    const meta = (label, value) => (value ? h("p", { class: "meta" }, h("b", {}, label), " ", value) : "");
    const doubt = R.doubtful(row) ? h("p", { class: "doubt" }, _("Doubtful: the rule") + " ", h("code", {}, R.rule(row)), " " + _("is not sure of this; please confirm.")) : "";
    const leads = R.lead(row).map((at) => {
      const to = at >= 0 ? place(sentenceId(at)) : sourceOf(-1 - at);
      return meta(_("Read with"), to ? h("a", { href: "#" + to, class: "lead" }, lead(at)) : h("span", { class: "lead" }, lead(at)));
    });
    const context = sourceOf(row) ? h("details", { "data-s": sourceOf(row), "data-r": row }, h("summary", {}, _("In context"))) : "";
    return h("td", {}, h("p", { class: "law" }, segments(quote(row), R.marks(row), 3)), doubt, meta(_("Who"), R.bearer(row)), meta(_("Review"), R.review(row)), leads, context);
  }

  const evidence = (at) => h("span", { class: "result " + (C.result(at) || "none") }, capital(C.words(at)), dated(C.date(at)));
  const checkText = (at) => [C.title(at), " ", sub(named(C.method(at)), C.owner(at) ? " · " + C.owner(at) : ""), evidence(at)];
  const reasons = (texts) => (texts.length > 1 ? h("ul", { class: "why" }, texts.map((text) => h("li", {}, text))) : texts.length ? h("p", { class: "why" }, texts[0]) : "");

  function checksCell(row, linked) {
    const items = R.checks(row).map((at) => h("li", {}, linked ? h("a", { href: "#" + checkPlace(at) }, C.id(at)) : h("b", {}, C.id(at)), " ", checkText(at)));
    return h("td", { "data-h": _("Checks"), "data-v": items.length }, items.length ? list(items) : h("span", { class: "none" }, _("No check")));
  }

  function requirement(row) {
    const cells = isGaps
      ? [checksCell(row, false), h("td", { "data-h": _("What would close it") }, h("p", {}, closes.get(row), "."), reasons(R.why(row)))]
      : [
          h("td", { "data-h": _("Modality"), class: "force" }, force(row), R.modality(row) && R.kind(row) !== "norm" ? [" ", sub(named(R.kind(row)))] : ""),
          checksCell(row, true),
          h("td", { "data-h": _("Coverage") }, chip(R.status(row)), reasons(R.why(row))),
        ];
    return h("tr", { id: reqPlace(row) }, head(row), words(row), cells);
  }

  function check(at) {
    const due = C.due(at) ? [" · " + _("next due") + " ", h("time", { datetime: C.due(at) }, C.due(at))] : "";
    const facts = [named(C.method(at)), C.owner(at) ? " · " + C.owner(at) : "", C.frequency(at) ? " · " + C.frequency(at) : "", due];
    const verified = C.requirements(at).map((row) =>
      h("li", {}, chip(R.status(row)), " ", h("a", { class: "pin", href: "#" + reqPlace(row) }, R.pin(row)), " ", h("span", { class: "lead" }, quote(row))),
    );
    const items = [...verified, ...C.problems(at).map((text) => h("li", {}, chip("lost"), " ", text))];
    const how = [C.procedure(at) ? h("p", {}, C.procedure(at)) : "", C.wanted(at) ? h("p", {}, h("b", {}, _("Evidence wanted:")), " ", C.wanted(at)) : ""];
    const details = how.some(Boolean) ? h("details", {}, h("summary", {}, _("How it is carried out")), how) : "";
    const nothing = items.length ? "" : h("span", { class: "none" }, _("Nothing in this corpus"));
    const note = C.note(at) ? h("p", { class: "why" }, C.note(at)) : "";
    return h(
      "tr",
      { id: checkPlace(at) },
      h("th", { scope: "row" }, C.title(at), " ", h("a", { class: "id", href: "#" + checkPlace(at) }, C.id(at)), " ", sub(facts)),
      h("td", { "data-h": _("Verifies"), "data-v": C.requirements(at).length }, list(items), nothing, details),
      h("td", { "data-h": _("Latest evidence") }, evidence(at), C.by(at) ? sub(_("by %(by)s", { by: C.by(at) })) : "", note),
    );
  }

  // Items in chunks: an undrawn chunk is a box of about the height that its rows will have.
  function chunked(host, tag, make, weigh, guess) {
    let chunks = [];
    let where = null;
    let height = guess; // of one unit of weight, as drawn so far
    const observer = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && draw(entry.target.chunk)), { rootMargin: AHEAD });
    function draw(chunk) {
      if (chunk.drawn) return;
      chunk.drawn = true;
      observer.unobserve(chunk.box);
      chunk.box.append(...chunk.items.map((item, at) => make(item, chunk.first + at)));
      chunk.box.style.height = "";
      chunk.box.classList.remove("undrawn");
    }
    function add(items, first) {
      const box = document.createElement(tag);
      const chunk = { box, items, first, drawn: false };
      box.chunk = chunk;
      box.className = "undrawn";
      box.style.height = Math.round(items.reduce((sum, item) => sum + weigh(item), 0) * height) + "px";
      chunks.push(chunk);
      return box;
    }
    return {
      set(items) {
        observer.disconnect();
        for (const old of Array.from(host.children)) if (old.localName === tag) old.remove();
        chunks = [];
        where = null;
        const boxes = [];
        let part = [];
        let weight = 0;
        items.forEach((item, at) => {
          part.push(item);
          weight += weigh(item);
          if (weight < CHUNK && at < items.length - 1) return;
          const box = add(part, at + 1 - part.length);
          if (boxes.length) boxes.push(box);
          else { // what is seen first is there at once, and tells how high the others will be about
            host.append(box);
            draw(box.chunk);
            if (box.offsetHeight) height = box.offsetHeight / weight;
            boxes.push(box);
          }
          part = [];
          weight = 0;
        });
        host.append(...boxes.slice(1));
        for (const box of boxes.slice(1)) observer.observe(box);
      },
      reveal(item) {
        where = where || new Map(chunks.flatMap((chunk) => chunk.items.map((known) => [known, chunk])));
        const chunk = where.get(item);
        if (chunk) draw(chunk);
        return Boolean(chunk);
      },
      all() { chunks.forEach(draw); },
    };
  }

  const tables = []; // { panel, host, items, tokens, text, cells, ... }, in the order of the page
  function table(host, kind, items) {
    const of = kind === "checks"
      ? { make: check, heads: [_("Check"), _("Title"), _("Method"), _("Owner"), _("Frequency"), _("Next due"), _("Verifies"), _("Result"), _("Date"), _("By"), _("Note")], guess: 110 }
      : { make: requirement, heads: [_("Requirement"), _("Pinpoint"), _("Document"), _("Modality"), _("Bearer"), _("Sentence"), _("Checks"), _("Coverage"), _("Why"), isGaps ? _("What would close it") : _("Review")], guess: 160 };
    const result = (at) => [C.words(at), C.date(at)].filter(Boolean).join(" ");
    const cells = kind === "checks"
      ? (at) => [C.id(at), C.title(at), word(C.method(at)), C.owner(at), C.frequency(at), C.due(at), C.requirements(at).map(reqId).join("; "), C.words(at), C.date(at), C.by(at), C.note(at)]
      : (row) => [reqId(row), R.pin(row), title(row), word(R.modality(row)), R.bearer(row), quote(row), R.checks(row).map((at) => `${C.id(at)} (${result(at)})`).join("; "), STATUS[R.status(row)], R.why(row).join("; "), isGaps ? closes.get(row) : R.review(row)];
    const line = (at) => `${C.id(at)} ${C.title(at)} ${word(C.method(at))} ${C.owner(at)} ${_("%(result)s on %(date)s", { result: C.words(at), date: C.date(at) })}`;
    const text = kind === "checks"
      ? (at) => [line(at), C.frequency(at), C.due(at), C.by(at), C.note(at), C.procedure(at), C.wanted(at), ...C.problems(at), ...C.requirements(at).map((row) => `${STATUS[R.status(row)]} ${R.pin(row)} ${quote(row)}`)].join("\n")
      : (row) => [R.pin(row), title(row), reqId(row), quote(row), R.bearer(row), R.review(row), ...R.lead(row).map(lead), force(row), word(R.kind(row)), ...R.checks(row).map(line), STATUS[R.status(row)], ...R.why(row), closes.get(row) || ""].join("\n");
    const owned = (checks) => (checks.length ? checks.map(checkOwner) : [_("No owner")]).map((owner) => data.owners[owner]);
    const tokens = kind === "checks"
      ? (at) => owned([at])
      : (row) => [`s-${R.status(row)}`, `d${R.document(row)}`, `m-${R.modality(row) || "none"}`, ...owned(R.checks(row))];
    const RANK = ["lost", "failing", "suspect", "uncovered", "unverified", "stale", "waived", "covered"];
    const keys = kind === "checks"
      ? [(at) => C.title(at), (at) => C.requirements(at).length, (at) => `${C.words(at)} ${C.date(at)}`]
      : [null, null, ...(isGaps ? [(row) => R.checks(row).length, (row) => closes.get(row)] : [force, (row) => R.checks(row).length, (row) => RANK.indexOf(R.status(row))])];
    const make = (item, at) => {
      const row = of.make(item);
      row.setAttribute("aria-rowindex", at + 2); // the heading is the first
      decorate(row);
      return row;
    };
    return finish(host, { items, cells, heads: of.heads, text, tokens, keys, drawing: chunked(host, "tbody", make, () => 1, of.guess), counts: (count) => host.setAttribute("aria-rowcount", count + 1) });
  }

  function finish(host, made) {
    const panel = host.closest("main > .panel");
    let ordered = made.items;
    let kept = null;
    let low = null;
    let known = null;
    const prepare = () => { low = low || made.items.map((item) => made.text(item).toLowerCase()); };
    const draw = () => { const items = kept ? ordered.filter((item) => kept.has(item)) : ordered; host.classList.toggle("many", items.length > PAPER); made.drawing.set(items); made.counts(items.length); };
    const api = {
      panel, host, count: made.items.length, prepare,
      filter(wordsWanted, wanted) {
        const before = kept;
        if (!wordsWanted.length && !wanted.length) kept = null;
        else {
          if (wordsWanted.length) prepare();
          if (wanted.length) known = known || made.items.map(made.tokens);
          kept = new Set(made.items.filter((item, at) => wanted.every((token) => known[at].includes(token)) && wordsWanted.every((word) => low[at].includes(word))));
        }
        if (before || kept) draw();
        const left = kept ? kept.size : made.items.length;
        host.hidden = !left;
        return left;
      },
      sort(column, kind, down, compare) {
        const key = made.keys && made.keys[column];
        const all = made.items.map((item, at) => ({ item, at, value: key ? key(item) : at }));
        all.sort((a, b) => (kind === "text" ? compare(a.value, b.value) : a.value - b.value) * (down ? -1 : 1) || a.at - b.at);
        ordered = all.map((entry) => entry.item);
        draw();
      },
      csv: () => [made.heads, ...(kept ? ordered.filter((item) => kept.has(item)) : ordered).map(made.cells)],
      has: (item) => made.items.includes(item),
      shows: (item) => !kept || kept.has(item),
      reveal: (item) => made.drawing.reveal(item),
      all: () => made.drawing.all(),
    };
    draw();
    tables.push(api);
    return api;
  }

  let byKind = {};
  for (const host of document.querySelectorAll("[data-rows]")) {
    const [kind, at] = host.dataset.rows.split(":");
    const items = kind === "gaps" ? data.gaps[Number(at)].rows : range(total[kind]);
    (byKind[kind] = byKind[kind] || []).push(table(host, kind, items));
  }
  const bodies = Array.from(document.querySelectorAll("[data-source]"));
  byKind.sources = bodies.map((host) => {
    const items = range(provisions).filter((at) => P.document(at) === Number(host.dataset.source));
    const text = (at) => P.pin(at) + "\n" + range(P.count(at)).map((n) => S.text(firsts[at] + n)).join(" ");
    const drawing = chunked(host, "div", provision, (at) => 1 + P.count(at), 55);
    return finish(host, { items, text, tokens: () => [], drawing, counts: () => {}, cells: (at) => [P.pin(at), text(at)], heads: [_("Provision"), _("Text")] });
  });

  // Every place that the page can have, by what draws it.
  let places = null;
  function find(id) {
    if (!places) {
      places = new Map();
      for (let at = 0; at < provisions; at += 1) if (P.id(at)) places.set(place(P.id(at)), ["sources", at]);
      for (let at = 0; at < sentences; at += 1) places.set(place(sentenceId(at)), ["sources", owners[at], at]);
      for (const kind of ["requirements", "gaps"]) if (byKind[kind]) for (const row of range(total.requirements)) if (shown(row)) places.set(reqPlace(row), [kind, row]);
      if (byKind.checks) for (const at of range(total.checks)) places.set(checkPlace(at), ["checks", at]);
    }
    const found = places.get(id);
    const table = found && (byKind[found[0]] || []).find((one) => one.has(found[1]));
    return table ? { table, item: found[1], sentence: found[2] } : null;
  }

  window.regkit = {
    tables,
    decorateWith(how) { decorate = how; for (const row of document.querySelectorAll("[data-rows] > tbody > tr, [data-source] .p")) how(row); },
    // Draw what has the place; the panel's filters are cleared where they hide it.
    reveal(id, reset) {
      const found = find(id);
      if (!found) return null;
      if (!found.table.shows(found.item)) reset(found.table.panel);
      found.table.reveal(found.item);
      return document.getElementById(id);
    },
    words(id) {
      const found = find(id);
      return found && found.sentence !== undefined ? visible(S.text(found.sentence)) : "";
    },
    // The sentence with its neighbours in the same document; the quote between what is before and after it.
    context(row) {
      const at = R.sentence(row);
      const near = (other) => (other >= 0 && other < sentences && P.document(owners[other]) === P.document(owners[at]) ? S.text(other) : "");
      const text = S.text(at);
      const end = R.offset(row) + quote(row).length;
      return [`${near(at - 1)} ${text.slice(0, R.offset(row)).trimEnd()}`.trim(), quote(row), `${text.slice(end).trimStart()} ${near(at + 1)}`.trim()].map(visible);
    },
  };
})();
