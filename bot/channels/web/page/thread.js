// The messages on the screen: which stand there, in which order, and where one is while they change.

const NEAR = 80; // pixels from the end that still count as being there
const AT = 24; // from which on there is nothing more to be seen

/** Whether two texts of a card are the same question, if what was stored and ticked is left out. */
export function isSameQuestion(one, other) {
  const bare = text => text.split("\n").filter(line => !/^(\*\*)?✔ /.test(line)).join(" ").replace(/✔|\s/g, "");
  return bare(one) === bare(other);
}

/** `box` scrolls, `log` has the messages, `down` leads to the end; `settle()` draws what stands below the messages. */
export function openThread({box, log, down, make, fill, dayOf, dayName, wording, settle, lifted, words}) {
  const entries = new Map(); // id -> {message, element}, and the order of the ids
  let order = [], touched = 0, isAtEnd = true, hasNews = false;

  const gap = () => box.scrollHeight - box.scrollTop - box.clientHeight;
  const toEnd = () => { box.scrollTop = box.scrollHeight; isAtEnd = true; look(); };
  const topOf = element => element.getBoundingClientRect().top - box.getBoundingClientRect().top;

  /** Offer what lies below, and say if it is new. */
  function look() {
    const left = gap();
    if (left < AT || !box.clientHeight) { down.hidden = true; hasNews = false; }
    else if (left >= NEAR) down.hidden = false;
    down.textContent = hasNews ? words.news : words.more;
  }

  /** Show everything from this element on, or, if that is too much, its beginning. */
  function showFrom(element) {
    toEnd();
    const top = topOf(element);
    if (top < 0) { box.scrollTop += top - 6; isAtEnd = gap() < NEAR; look(); }
  }

  function place(id, element) {
    let at = order.length;
    while (at > 0 && order[at - 1] > id) at -= 1;
    const next = at < order.length ? entries.get(order[at]).element : null;
    log.insertBefore(element, next);
    order.splice(at, 0, id);
  }

  function remove(id) {
    const entry = entries.get(id);
    if (!entry) return;
    entry.element.remove();
    entries.delete(id);
    order = order.filter(other => other !== id);
  }

  /** Draw a card again; who was on one of its buttons stays there, or comes to the new question. */
  function redraw(entry, isSame) {
    const {element, message} = entry, active = document.activeElement;
    const inside = active && element.contains(active) ? {place: active.dataset.place, data: active.dataset.data} : null;
    fill(element, message);
    if (!inside) return;
    const keys = isSame ? Array.from(element.querySelectorAll(".key")) : [];
    const key = keys.find(one => inside.data && one.dataset.data === inside.data)
      || keys.find(one => one.dataset.place === inside.place);
    (key || element).focus({preventScroll: true});
  }

  function drawDays() {
    log.querySelectorAll(".day").forEach(line => line.remove());
    let day = "";
    order.forEach(id => {
      const {message, element} = entries.get(id);
      if (dayOf(message.time) === day) return;
      day = dayOf(message.time);
      log.insertBefore(make("div", "day", dayName(message.time)), element);
    });
  }

  /** Where one is: a message that is seen and where it stands. */
  function whereabouts() {
    const id = order.find(one => topOf(entries.get(one).element) + entries.get(one).element.offsetHeight > 0);
    return id === undefined ? null : {id, top: topOf(entries.get(id).element)};
  }

  box.addEventListener("scroll", () => { isAtEnd = gap() < NEAR; lifted(look); }, {passive: true});
  down.addEventListener("click", () => {
    if (hasNews) toEnd(); else box.scrollTop += box.clientHeight - NEAR;
    look();
    if (down.hidden) box.focus({preventScroll: true});
  });
  if (window.ResizeObserver) { // the keyboard, a picture that has come, larger text
    const observer = new ResizeObserver(() => lifted(() => { if (isAtEnd) toEnd(); else look(); }));
    observer.observe(box); observer.observe(log);
  }

  return {
    /** Take what is new or changed; returns the texts that the person has not been told yet. */
    take(messages, keptFrom, isFirst) {
      const stood = whereabouts(), rest = box.scrollHeight - box.scrollTop, wasAtEnd = isAtEnd;
      const news = [];
      let from = null, isKept = false; // what to show; a card of which only ticks changed
      messages.forEach(message => {
        const old = entries.get(message.id);
        if (old && JSON.stringify(old.message) === JSON.stringify(message)) return;
        if (old) {
          const isSame = isSameQuestion(old.message.text, message.text);
          old.message = message;
          redraw(old, isSame);
          const isLast = message.id === order[order.length - 1];
          if (isSame) { isKept = isKept || isLast; return; }
          if (!message.mine) news.push(wording(message));
          if (isLast && !from) from = {id: message.id, element: old.element, isNew: false};
        } else {
          const element = make("article", "message");
          element.tabIndex = -1;
          const entry = {message, element};
          place(message.id, element);
          entries.set(message.id, entry);
          fill(element, message);
          if (!message.mine) news.push(wording(message));
          if (!message.mine && (!from || !from.isNew)) from = {id: message.id, element, isNew: true};
        }
      });
      order.filter(id => id < keptFrom).forEach(remove);
      drawDays();
      settle();
      const isFollowed = wasAtEnd || touched !== 0;
      if (isFirst) { if (order.length) showFrom(entries.get(order[order.length - 1]).element); }
      else if (from && isFollowed) showFrom(from.element);
      else if (isKept && isFollowed) box.scrollTop = box.scrollHeight - rest;
      else if (wasAtEnd) toEnd();
      else {
        if (stood && entries.has(stood.id)) box.scrollTop += topOf(entries.get(stood.id).element) - stood.top;
        hasNews = hasNews || Boolean(from);
      }
      look();
      if (from) touched = 0;
      return isFirst ? [] : news;
    },
    /** Draw one message again, because a button of it was pressed or let go. */
    refill(id) { const entry = entries.get(id); if (entry) redraw(entry, true); },
    /** Draw all of them again, because what they are called has changed. */
    refillAll() { order.forEach(id => redraw(entries.get(id), true)); drawDays(); },
    /** This card was touched here: what becomes of it is followed. */
    touch(id) { touched = id; },
    has: post => order.some(id => entries.get(id).message.post === post),
    all: () => order.map(id => entries.get(id).message),
    last: () => order.length ? entries.get(order[order.length - 1]) : null,
    get: id => entries.has(id) ? entries.get(id).message : null,
    toEnd, look,
    clear() { order.slice().forEach(remove); drawDays(); touched = 0; toEnd(); },
  };
}
