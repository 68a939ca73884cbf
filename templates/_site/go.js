// Leads from go.html#PLACE to the page that has the place now.
(function () {
  "use strict";
  const PIECES = 64; // as many as regkit writes
  const out = document.getElementById("go");
  function fnv(text) {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return value;
  }
  let wanted = "";
  const lost = () => { out.textContent = _("This site has no place called %(place)s. It may have been renumbered or taken out: search for its words.", { place: wanted }); };
  const before = window.regkitSite || {};
  window.regkitSite = Object.assign(before, {
    places(number, pages) {
      const found = pages.find((one) => one[1].includes(wanted));
      if (found) location.replace(found[0] + "#" + wanted);
      else lost();
    },
  });
  function go() {
    wanted = location.hash.slice(1);
    if (!wanted || wanted === "main") return;
    const script = document.createElement("script");
    script.src = "places/" + (fnv(wanted) % PIECES) + ".js";
    script.onerror = lost; // a piece without places is not written
    document.body.append(script);
  }
  addEventListener("hashchange", go);
  go();
})();
