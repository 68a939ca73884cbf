// Pictures that can be moved and sized: with the mouse, with fingers, with keys, with buttons. Without this they scroll in their frame.
(function () {
  "use strict";
  for (const frame of document.querySelectorAll("[data-pan]")) {
    const svg = frame.querySelector("svg");
    const width = svg.viewBox.baseVal.width;
    const height = svg.viewBox.baseVal.height;
    let view = { x: 0, y: 0, w: width, h: height };
    frame.classList.add("live");
    const limit = (value, low, high) => Math.max(low, Math.min(high, value));
    function draw() {
      view.w = limit(view.w, width / 12, width * 1.5);
      view.h = (view.w * height) / width;
      view.x = limit(view.x, -view.w / 2, width - view.w / 2);
      view.y = limit(view.y, -view.h / 2, height - view.h / 2);
      svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].map((value) => value.toFixed(1)).join(" "));
    }
    const scale = () => view.w / (svg.getBoundingClientRect().width || 1);
    function zoom(by, clientX, clientY) {
      const box = svg.getBoundingClientRect();
      const px = clientX === undefined ? 0.5 : (clientX - box.left) / box.width;
      const py = clientY === undefined ? 0.5 : (clientY - box.top) / box.height;
      const w = limit(view.w * by, width / 12, width * 1.5);
      const h = (w * height) / width;
      view = { x: view.x + (view.w - w) * px, y: view.y + (view.h - h) * py, w, h };
      draw();
    }
    function move(dx, dy) { view.x += dx; view.y += dy; draw(); }
    function reset() { view = { x: 0, y: 0, w: width, h: height }; draw(); }

    const tools = document.createElement("p");
    tools.className = "pan-tools";
    for (const [text, label, act] of [["+", _("Larger"), () => zoom(0.8)], ["−", _("Smaller"), () => zoom(1.25)], [_("All"), _("All of the picture"), reset]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      tools.append(button);
    }
    frame.before(tools);
    // The wheel sizes with Control (or a pinch on a touch pad), so that the page can still be scrolled past the picture.
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(limit(event.deltaY, -60, 60) / 200), event.clientX, event.clientY);
    }, { passive: false });
    frame.addEventListener("keydown", (event) => {
      const step = view.w / 12;
      const acts = { "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), 0: reset, ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step) };
      const act = !event.ctrlKey && !event.metaKey && !event.altKey && acts[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    const fingers = new Map();
    let dragged = 0;
    frame.addEventListener("pointerdown", (event) => { if (event.button) return; fingers.set(event.pointerId, event); dragged = 0; });
    frame.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      if (fingers.size === 1) {
        const dx = event.clientX - before.clientX;
        const dy = event.clientY - before.clientY;
        dragged += Math.abs(dx) + Math.abs(dy);
        if (dragged > 4 && !frame.hasPointerCapture(event.pointerId)) { frame.setPointerCapture(event.pointerId); frame.classList.add("held"); }
        move(-dx * scale(), -dy * scale());
      } else if (fingers.size === 2) {
        const other = Array.from(fingers.values()).find((one) => one.pointerId !== event.pointerId);
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
        zoom(apart(before) / apart(event), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
        dragged += 9;
      }
      fingers.set(event.pointerId, event);
    });
    const lift = (event) => { fingers.delete(event.pointerId); frame.classList.remove("held"); };
    frame.addEventListener("pointerup", lift);
    frame.addEventListener("pointercancel", lift);
    frame.addEventListener("dragstart", (event) => event.preventDefault());
    frame.addEventListener("click", (event) => { if (dragged > 4) { event.preventDefault(); event.stopPropagation(); dragged = 0; } }, true);
  }
  addEventListener("beforeprint", () => { for (const frame of document.querySelectorAll("[data-pan] svg")) { frame.setAttribute("viewBox", "0 0 " + frame.getAttribute("width") + " " + frame.getAttribute("height")); } });
})();
