// What stands around the chat: sizes of text, the menu, the question before leaving, the composer, what is said aloud.

const SIZES = [85, 100, 120, 150, 200], BASE = 1.0625; // per cent; the root's own size in chat.css

const el = id => document.getElementById(id);

/** A−, A, A+; remembered. */
export function openSizes({store, words, speak, changed}) {
  let at = SIZES.indexOf(Number(store.get("size")));
  if (at < 0) at = SIZES.indexOf(100);
  function apply() {
    document.documentElement.style.fontSize = SIZES[at] * BASE + "%";
    el("smaller").setAttribute("aria-disabled", String(at === 0));
    el("larger").setAttribute("aria-disabled", String(at === SIZES.length - 1));
    changed();
  }
  function turn(to) {
    at = Math.max(0, Math.min(SIZES.length - 1, to));
    store.set("size", String(SIZES[at]));
    apply();
    speak(words.size(SIZES[at]));
  }
  el("smaller").addEventListener("click", () => turn(at - 1));
  el("normal").addEventListener("click", () => turn(SIZES.indexOf(100)));
  el("larger").addEventListener("click", () => turn(at + 1));
  apply();
}

/** The commands of the server; it closes by itself, by Escape and by a touch beside it. */
export function openMenu({make, empty, order}) {
  const menu = el("menu"), more = el("more");
  function show(isOpen) {
    menu.hidden = !isOpen;
    more.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) { const first = menu.querySelector("button:not([hidden])"); if (first) first.focus(); }
  }
  more.addEventListener("click", () => show(menu.hidden));
  document.addEventListener("click", event => {
    if (!menu.hidden && !menu.contains(event.target) && !more.contains(event.target)) show(false);
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !menu.hidden) { show(false); more.focus(); }
  });
  menu.addEventListener("focusout", event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget) && event.relatedTarget !== more) show(false);
  });
  let filled = "";
  return {
    show,
    fill(commands, canLeave) {
      if (JSON.stringify([commands, canLeave]) === filled) return;
      filled = JSON.stringify([commands, canLeave]);
      if (!canLeave) show(false);
      empty(el("commands"));
      commands.forEach(([command, label]) => {
        const line = make("li"), item = make("button", "item", label);
        item.type = "button";
        item.addEventListener("click", () => { show(false); more.focus(); order("/" + command); });
        line.append(item);
        el("commands").append(line);
      });
      el("leave").hidden = !canLeave;
      more.hidden = !canLeave && !commands.length;
    },
  };
}

/** Ask once whether to leave. */
export function openQuestion({menu, agreed}) {
  const curtain = el("curtain"), app = el("app");
  function show(isOpen) {
    curtain.hidden = !isOpen;
    if (isOpen) app.setAttribute("aria-hidden", "true"); else app.removeAttribute("aria-hidden");
    (isOpen ? el("dialog") : el("more")).focus();
  }
  el("leave").addEventListener("click", () => { menu.show(false); show(true); });
  el("unsure").addEventListener("click", () => show(false));
  el("sure").addEventListener("click", () => { show(false); agreed(); });
  curtain.addEventListener("keydown", event => {
    if (event.key === "Escape") show(false);
    if (event.key === "Tab") { // two buttons: either way leads to the other
      event.preventDefault();
      (document.activeElement === el("sure") ? el("unsure") : el("sure")).focus();
    }
  });
}

/** The field for what is typed: it grows with the text; Enter sends where there is a real keyboard. */
export function openComposer(send) {
  const text = el("text");
  const hasKeyboard = window.matchMedia ? window.matchMedia("(hover: hover) and (pointer: fine)") : {matches: false};
  function fit() {
    text.style.height = "";
    if (text.value) text.style.height = text.scrollHeight + 2 + "px";
  }
  text.addEventListener("input", fit);
  text.addEventListener("keydown", event => {
    const isComposing = event.isComposing || event.keyCode === 229; // accents are still being put together
    if (event.key !== "Enter" || event.shiftKey || isComposing || !hasKeyboard.matches) return;
    event.preventDefault();
    submit();
  });
  function submit() {
    const said = text.value.trim();
    if (!said) { text.focus(); return; }
    text.value = "";
    fit();
    send(said);
    text.focus({preventScroll: true});
  }
  el("say").addEventListener("submit", event => { event.preventDefault(); submit(); });
  return {fit, giveBack(said) { if (!text.value) { text.value = said; fit(); } }, clear() { text.value = ""; fit(); }};
}

/** Say something to those who listen, once each. */
export function openVoice(make) {
  const box = el("spoken");
  return said => {
    const line = make("p", "", said);
    box.append(line);
    setTimeout(() => line.remove(), 10000);
  };
}

/** Show a sentence for some seconds, longer ones for longer. */
export function openToast() {
  const box = el("toast");
  let timer = 0;
  return said => {
    clearTimeout(timer);
    box.textContent = said;
    timer = setTimeout(() => { box.textContent = ""; }, 3500 + 45 * said.length);
  };
}

/** Keep the page as high as what the on-screen keyboard leaves of the screen. */
export function followKeyboard() {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = () => {
    el("app").style.height = seen.scale > 1.01 ? "" : seen.height + "px";
    if (seen.scale <= 1.01) window.scrollTo(0, 0);
  };
  seen.addEventListener("resize", fit);
}
