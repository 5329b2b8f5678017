// The two requests of the page, the loop that sends what waits, and the loop that listens.

const SEND_WITHIN = 20000, HOLD = 25, LISTEN_WITHIN = 40000; // milliseconds, seconds, milliseconds
const BARRED = 120000; // milliseconds until a page that the server does not take asks again

/** Ask the server: "ok"; "wrong": never repeat; "busy"; "barred": not for this page; "lost"; "ended": given up by us. */
async function call(path, options, within, controller) {
  const timer = setTimeout(() => controller.abort(), within);
  let ended = false;
  controller.end = () => { ended = true; controller.abort(); };
  try {
    const answer = await fetch(path, Object.assign(
      {credentials: "same-origin", cache: "no-store", redirect: "error", signal: controller.signal}, options));
    const {status} = answer;
    if ([400, 409, 413].includes(status)) {
      const told = await answer.json().catch(() => ({}));
      return {kind: "wrong", status, problem: told && typeof told.problem === "string" ? told.problem : ""};
    }
    if (status > 400 && status < 500 && ![408, 425, 429].includes(status)) return {kind: "barred"};
    if (!answer.ok) return {kind: "busy", seconds: Number(answer.headers.get("Retry-After")) || 0};
    const body = await answer.json();
    if (!body || !Array.isArray(body.messages)) return {kind: "lost"}; // a hotspot's own page
    return {kind: "ok", body};
  } catch (error) {
    return {kind: ended ? "ended" : "lost"};
  } finally { clearTimeout(timer); }
}

/** Milliseconds until the next try: 1, 2, 4 … 30 seconds, a little different for everybody. */
function patience(tries, seconds) {
  const time = Math.min(30000, 1000 * Math.pow(2, Math.min(tries, 5)));
  return Math.max((seconds || 0) * 1000, time * (0.75 + Math.random() / 2));
}

/**
 * Sends what waits, one after the other. `heard(post, body)`, `refused(post, result)` and `state(kind)` tell what became of
 * it. A post that is barred four times while the page is not (`isShut()`) is refused: others wait behind it.
 */
export function openSender({queue, turnstile, version, chat, isShut, heard, refused, state}) {
  let isRunning = false, isWanted = false, timer = 0, tries = 0, last = "", barredTimes = 0;
  function isHopeless(post) {
    if (isShut()) return false;
    barredTimes = post.post === last ? barredTimes + 1 : 1;
    last = post.post;
    return barredTimes === 4;
  }
  async function drain() {
    for (let post = queue.all()[0]; post; post = queue.all()[0]) {
      turnstile.renew();
      const about = post.kind === "start" ? {chat: chat()} : {}; // all else belongs to the chat in which it was done
      const sent = Object.assign({}, post, about);
      sent.after = sent.chat === chat() ? version() : 0;
      const body = JSON.stringify(sent);
      let result = await call(
        "chat", {method: "POST", headers: {"Content-Type": "application/json"}, body}, SEND_WITHIN, new AbortController());
      if (result.kind === "barred" && isHopeless(post)) result = {kind: "wrong", status: 0, problem: ""};
      if (result.kind === "ok" || result.kind === "wrong") {
        tries = 0;
        queue.remove(post);
        state("ok");
        if (result.kind === "ok") heard(post, result.body); else refused(post, result);
      } else {
        state(result.kind);
        timer = setTimeout(go, isShut() ? BARRED : patience(tries, result.seconds));
        tries += 1;
        return;
      }
    }
  }
  async function go() {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      clearTimeout(timer);
      try {
        if (queue.all().length) await turnstile.alone(drain);
      } catch (error) { // a fault of the page
        console.error(error);
        timer = setTimeout(go, patience(tries, 0));
        tries += 1;
      }
    }
    isRunning = false;
  }
  return {go};
}

/**
 * Long polling while the page is looked at; without a chat, now and then. `heard(body, asked)` gets the version asked from.
 */
export function openListener({version, chat, hasChat, heard, state}) {
  let controller = null, wake = null, isRunning = false, isQuick = true, tries = 0;
  const isWatched = () => document.visibilityState !== "hidden";
  const pause = time => new Promise(done => {
    const timer = setTimeout(done, time);
    wake = () => { clearTimeout(timer); done(); };
  }).then(() => { wake = null; });
  async function run() {
    if (isRunning) return;
    isRunning = true;
    while (isWatched()) {
      const hold = isQuick ? "" : "&wait=" + HOLD, began = Date.now(), before = version();
      controller = new AbortController();
      const result = await call("chat?after=" + before + "&chat=" + chat() + hold, {}, LISTEN_WITHIN, controller);
      controller = null;
      if (result.kind === "ended") continue;
      if (result.kind === "ok") {
        tries = 0; isQuick = false;
        state("ok");
        try { heard(result.body, before); } catch (error) { console.error(error); }
        // A proxy that does not hold an answer back must not make the page ask without end.
        if (!hasChat()) await pause(HOLD * 1000);
        else if (hold && version() === before && Date.now() - began < 1000) await pause(1000);
        continue;
      }
      // One answer that was cut off is no lost connection yet: it is asked for again first.
      const isBarred = result.kind === "barred";
      if (tries > 0 || isQuick || isBarred || navigator.onLine === false) state(result.kind === "wrong" ? "busy" : result.kind);
      isQuick = true;
      await pause(isBarred ? BARRED : tries === 0 && !result.seconds ? 100 : patience(tries - 1, result.seconds));
      tries += 1;
    }
    isRunning = false;
  }
  return {
    /** Ask anew, because what is asked for has changed. */
    restart() { if (controller) controller.end(); if (wake) wake(); run(); },
    /** Ask at once: the connection or the person may be back. */
    resume() { isQuick = true; if (controller) controller.end(); if (wake) wake(); run(); },
  };
}
