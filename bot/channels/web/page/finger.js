// Nothing changes under a finger: what arrives between a press and its click waits for the click.

const CLICK_WITHIN = 100; // milliseconds after the release in which its click comes, if one comes

/** Returns `lifted(work)`, which does the work at once, or as soon as no finger is down; in order. */
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
    if (event.button !== 0) return; // the release of a right button may stay with the menu it opened
    clearTimeout(timer);
    isDown = true;
  }, true);
  window.addEventListener("pointerup", () => { clearTimeout(timer); timer = setTimeout(lift, CLICK_WITHIN); }, true);
  ["click", "pointercancel", "blur"].forEach(name => window.addEventListener(name, lift));
  document.addEventListener("visibilitychange", lift);
  return {lifted(work) { if (isDown) due.push(work); else work(); }};
}
