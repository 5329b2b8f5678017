// Nothing changes under a finger: what arrives between a press and its click waits for the click.

/** `lifted(work)` works at once, or in order as soon as no finger is down. */
export function openFinger() {
  const due = [];
  let isDown = false, timer = 0;
  function lift() {
    isDown = false;
    clearTimeout(timer);
    while (due.length && !isDown) {
      try { due.shift()(); } catch (error) { console.error(error); }
    }
  }
  window.addEventListener("pointerdown", event => {
    if (event.button !== 0) return; // the release of another one may stay with its menu
    clearTimeout(timer);
    isDown = true;
  }, true);
  // If a click comes, it comes soon after the release.
  window.addEventListener("pointerup", () => { clearTimeout(timer); timer = setTimeout(lift, 100); }, true);
  ["click", "pointercancel", "blur"].forEach(name => window.addEventListener(name, lift));
  document.addEventListener("visibilitychange", lift);
  return {lifted(work) { if (isDown) due.push(work); else work(); }};
}
