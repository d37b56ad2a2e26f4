// A page that is made anew reads its file again, where nobody is at work on it just then.
(() => {
  "use strict";
  const seconds = Number(document.documentElement.dataset.reload);
  if (!seconds) return;
  const rest = 60_000; // milliseconds that somebody may read on after what they did last
  let used = -rest;
  for (const deed of ["pointerdown", "wheel", "keydown", "touchstart", "toggle"]) {
    addEventListener(deed, () => { used = performance.now(); }, { passive: true, capture: true });
  }
  function reload() {
    if (document.hidden || performance.now() - used < rest) return;
    location.reload(); // the browser keeps the place that was scrolled to
  }
  setInterval(reload, seconds * 1000);
})();
