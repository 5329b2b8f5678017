// Where the parts of the page meet. They are loaded under the version of this file, so that no cache mixes old and
// new ones: they do not import each other.

const el = id => document.getElementById(id);
const version = new URL(import.meta.url).search;
const parts = ["words", "queue", "wire", "drawing", "thread", "finger", "furniture"];

Promise.all(parts.map(name => import("./" + name + ".js" + version))).then(
  modules => run(Object.assign({}, ...modules)),
  () => {
    el("opening").firstElementChild.textContent = "Trang chưa tải hết, có thể do mạng yếu. Đề nghị tải lại trang.";
    window.addEventListener("online", () => location.reload());
  });

const REFUSAL = 4000; // milliseconds until a button whose card stays as it was is let go

function run(the) {
  const {words, make, empty} = the;
  const base = new URL(document.baseURI).pathname;
  const store = the.openStore("khaosat:" + base + ":");
  const queue = the.openQueue(store);
  const speak = the.openVoice(make), toast = the.openToast(), {lifted} = the.openFinger();
  let seen = 0, chat = 0, isKnown = null, isPartial = false, hasLeft = false, commands = [], isLost = false, backTimer = 0;
  const answered = new Map(); // "message data" -> timer: taps that were taken, their card has not changed yet
  const drawnAt = new Map(); // message -> version in which it last changed
  const unechoed = []; // own texts, taken or refused, not among the messages

  const extras = {};
  /** A part that few pages need; nothing while it is being loaded: `ready` is called then. */
  function extra(name, ready) {
    if (!(name in extras)) {
      extras[name] = null;
      import("./" + name + ".js" + version).then(
        part => { extras[name] = part; lifted(ready); }, () => { delete extras[name]; });
    }
    return extras[name];
  }

  const why = el("why").textContent;
  const key = (message, data) => message + " " + data;
  const isPressed = (message, data) => answered.has(key(message, data))
    || queue.all().some(post => post.kind === "tap" && post.message === message && post.data === data);
  const wordingOf = text => {
    const command = commands.find(one => text === "/" + one[0]);
    return command ? command[1] : text;
  };
  const wording = message => message.mine ? wordingOf(message.text) : message.text;

  const thread = the.openThread({
    box: el("scroll"), log: el("log"), down: el("down"), make, words, dayOf: the.dayOf,
    dayName: moment => the.dayName(moment, Date.now(), words), lifted,
    wording: message => the.plain(message.text), settle: drawRest,
    fill: (element, message) => the.drawMessage(element, message, {words, timeOf: the.timeOf, wording, isPressed, tap, pick}),
  });

  const shown = () => isPartial ? 0 : seen;
  const sender = the.openSender({
    queue, turnstile: the.openTurnstile(store, "khaosat:" + base, () => import("./lease.js" + version)), version: shown, chat: () => chat,
    heard: answerTo, refused: (sent, result) => lifted(() => refused(sent, result)),
    isShut: () => barred.has("listener"), state: kind => connection(kind, "sender"),
  });
  const listener = the.openListener({
    version: shown, chat: () => chat, hasChat: () => isKnown,
    heard: (body, asked) => lifted(() => {
      if (body.chat === chat && body.version < asked && asked === seen) startOver(); // the server was set back: ask for everything again
      else take(body);
      consider();
    }),
    state: kind => connection(kind, "listener"),
  });

  // What the person does.

  function post(made) {
    hasLeft = false;
    queue.add(Object.assign({seen, chat}, made));
    sender.go();
  }
  function say(text) {
    // What was refused before has been read, and given back.
    for (let index = unechoed.length - 1; index >= 0; index -= 1) if (unechoed[index].problem) unechoed.splice(index, 1);
    post({kind: "text", text});
    drawWaiting();
    thread.toEnd();
  }
  function start(code) {
    if (store.get("code") !== code) composer.clear(); // a draft may be another person's
    post({kind: "start", text: code});
    drawRest();
  }
  function tap(message, data) {
    if (isPressed(message.id, data)) return;
    thread.touch(message.id);
    post({kind: "tap", message: message.id, data});
    thread.refill(message.id);
  }
  function pick(message) {
    const kind = message.picks, name = kind === "geopoint" ? "places" : /time|date/.test(kind) ? "dates" : "files";
    const part = extra(name, thread.refillAll);
    return part && part.draw({make, say, answerTo, kind, state: () => ({after: shown(), chat})});
  }
  function leave() { composer.clear(); post({kind: "leave"}); drawRest(); }

  // What the server says.

  function answerTo(sent, body) {
    if (sent.kind === "leave") { forget(); return; }
    if (sent.kind === "start") store.set("code", sent.text);
    if (sent.kind === "text") unechoed.push({post: sent.post, text: sent.text});
    if (sent.kind === "tap") {
      const pressed = key(sent.message, sent.data);
      const release = () => { answered.delete(pressed); thread.refill(sent.message); };
      const hold = () => setTimeout(() => lifted(release), REFUSAL);
      if ((drawnAt.get(sent.message) || 0) <= (sent.seen || 0)) answered.set(pressed, hold());
    }
    lifted(() => {
      take(body);
      if (sent.kind === "tap") thread.refill(sent.message);
      if (body.toast) toast(body.toast);
      listener.restart();
    });
  }

  function refused(sent, {status, problem}) {
    const told = problem || (status === 413 ? words.tooLong : words.refused);
    if (sent.kind === "text" && sent.chat === chat) { // else it is an earlier owner's
      unechoed.push({post: sent.post, text: sent.text, problem: told});
      composer.giveBack(sent.text);
      drawWaiting();
      thread.toEnd();
    }
    if (sent.kind === "tap") thread.refill(sent.message);
    toast(told);
    drawRest();
    if (status === 409) listener.resume(); // another chat stands in this browser
  }

  function take(body) {
    const isFirst = isKnown === null || isPartial;
    if (body.chat !== chat) { // a tab that slept while its browser was taken by another owner
      if (chat) composer.clear();
      startOver();
    }
    if (isPartial && body.version < seen) startOver(); // the server was set back meanwhile
    isPartial = false;
    if (body.version < seen) return; // overtaken by a newer answer
    chat = body.chat;
    isKnown = body.known !== false;
    seen = body.version;
    if (JSON.stringify(body.commands || []) !== JSON.stringify(commands)) {
      commands = body.commands || [];
      thread.refillAll();
    }
    body.messages.forEach(message => { letGo(message); drawnAt.set(message.id, body.version); });
    thread.take(body.messages, body.kept_from || 0, isFirst).forEach(speak);
    keep();
  }

  function keep() {
    if (!isKnown) { store.remove("chat"); return; }
    const part = extra("keeping", keep);
    if (part) part.keepChat(store, {chat, version: seen, messages: thread.all(), commands}, version);
  }
  function showKept() {
    const part = isKnown === null && store.get("chat") && extra("keeping", showKept), body = part && part.keptChat(store);
    if (body) lifted(() => { if (isKnown === null) { take(body); isPartial = true; } });
  }

  /** A changed card has no pressed buttons any more. */
  function letGo(message) {
    Array.from(answered.keys()).filter(one => one.startsWith(message.id + " ")).forEach(one => {
      clearTimeout(answered.get(one));
      answered.delete(one);
    });
  }

  /** Clear all that this browser keeps, but for the size of the text. */
  function forget() {
    store.set("left", String(Date.now())); // other tabs hear it
    store.remove("left");
    queue.clear();
    store.remove("code");
    reset();
    hasLeft = true;
    drawRest();
    speak(words.left + ". " + words.thanks);
    el("code").focus();
    listener.restart();
  }
  function startOver() {
    answered.forEach(timer => clearTimeout(timer));
    answered.clear();
    drawnAt.clear();
    unechoed.length = 0;
    thread.clear();
    seen = 0;
  }
  function reset() {
    startOver();
    toast("");
    composer.clear();
    chat = 0; isKnown = isPartial = false; commands = [];
    store.remove("chat");
  }

  // What is shown besides the messages.

  function drawWaiting() {
    const box = el("waiting");
    empty(box);
    for (let index = unechoed.length - 1; index >= 0; index -= 1) {
      if (thread.has(unechoed[index].post)) unechoed.splice(index, 1);
    }
    const bubble = ({text, problem}, state) => {
      const line = make("article", problem ? "message mine failed" : "message mine");
      const foot = make("div", "foot", problem ? words.failed(problem) : state);
      line.append(the.drawBubble(wordingOf(text), words.me, foot, null));
      box.append(line);
    };
    unechoed.forEach(one => bubble(one, words.sent));
    queue.all().filter(one => one.kind === "text" && !thread.has(one.post)).forEach(one => bubble(one, words.sending));
  }

  function drawRest() {
    const waiting = queue.all(), isLeaving = waiting.some(one => one.kind === "leave");
    const isStarting = waiting.some(one => one.kind === "start");
    const isOpening = isLeaving || isKnown === null || (!isKnown && isStarting);
    el("opening").hidden = !isOpening;
    if (isOpening) {
      const [first, second] = el("opening").children;
      first.textContent = isLeaving ? words.leaving : words.opening;
      second.hidden = true;
    }
    el("log").hidden = el("waiting").hidden = isLeaving;
    el("welcome").hidden = isOpening || isKnown;
    el("hello").textContent = hasLeft ? words.left : words.hello;
    el("why").textContent = hasLeft ? words.thanks : why;
    el("composer").hidden = isLeaving || !isKnown;
    menu.fill(isKnown && !isLeaving ? commands : [], isKnown && !isLeaving);
    drawWaiting();
    drawConnection();
    thread.look();
  }

  // The connection.

  let isBusy = false;
  const barred = new Set(); // who of both is not taken by the server
  function connection(kind, who) {
    const wasLost = isLost || barred.has(who);
    if (kind === "barred") barred.add(who); else if (kind === "ok") barred.delete(who);
    isLost = kind === "lost";
    isBusy = kind === "busy";
    if (isLost || isBusy) showKept();
    if (kind === "ok" && wasLost) {
      clearTimeout(backTimer);
      backTimer = setTimeout(() => { backTimer = 0; drawConnection(); }, 4000);
      if (who === "sender") listener.resume(); else sender.go();
    }
    drawConnection();
  }
  function drawConnection() { lifted(showConnection); }
  function showConnection() {
    const isAway = isLost || navigator.onLine === false;
    const said = isAway ? words.lost : barred.size ? words.barred : isBusy && (isKnown === null || queue.all().length) ? words.busy : backTimer ? words.back : "";
    if (isAway && backTimer) { clearTimeout(backTimer); backTimer = 0; }
    if (el("connection").textContent !== said) el("connection").textContent = said;
  }
  function returned() { drawConnection(); sender.go(); listener.resume(); }

  window.addEventListener("online", returned);
  window.addEventListener("offline", () => connection("lost", ""));
  window.addEventListener("pageshow", event => { if (event.persisted) returned(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") { thread.refillAll(); returned(); }
  });
  store.watch(name => {
    if (name === "chat" || (name === "left" && store.get("left"))) return;
    if (name === "left") { reset(); hasLeft = true; listener.restart(); }
    drawRest();
    sender.go();
    if (!isKnown) listener.restart(); // another tab may have begun
  });

  // The code of the link: put into the queue before it leaves the address.

  let linked = "";
  function readAddress() {
    const found = location.pathname.startsWith(base) && /^k\/([^/]+)\/?$/.exec(location.pathname.slice(base.length));
    if (!found) return;
    let code = found[1];
    try { code = decodeURIComponent(code); } catch (error) { /* as it stands */ }
    if (store.get("code") === code) linked = code; // decided when the messages are here
    else if (!queue.all().some(one => one.kind === "start" && one.text === code)) start(code);
    history.replaceState(null, "", base);
  }
  /** A code that was used here needs no second use while its conversation has a question open. */
  function consider() {
    if (!linked) return;
    const last = thread.last(), code = linked;
    linked = "";
    if (!isKnown || !last || !(last.message.buttons || []).length) start(code);
  }

  const composer = the.openComposer(say);
  const menu = the.openMenu({make, empty, order: say});
  the.openQuestion({menu, agreed: leave});
  the.openSizes({store, words, speak, changed: () => composer.fit()});
  the.followKeyboard();
  el("start").addEventListener("submit", event => {
    event.preventDefault();
    const code = el("code").value.trim();
    if (!code) { el("code").focus(); return; }
    el("code").value = "";
    start(code);
  });
  readAddress();
  drawRest();
  sender.go();
  listener.resume();
}
