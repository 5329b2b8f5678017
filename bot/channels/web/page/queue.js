// What waits to be sent: one entry of localStorage a post, so that tabs overwrite nothing; and who sends.

/** localStorage under a prefix of our own; a browser that forbids it keeps things until the page is closed. */
export function openStore(prefix) {
  let kept = null;
  try {
    kept = window.localStorage;
    kept.setItem(prefix + "try", "1");
    kept.removeItem(prefix + "try");
  } catch (error) { kept = null; }
  const memory = new Map();
  const tried = (act, otherwise) => { try { return act(); } catch (error) { return otherwise; } };
  return {
    get: name => memory.has(name) ? memory.get(name) : kept ? tried(() => kept.getItem(prefix + name), null) : null,
    set(name, value) { // what the browser has no room for is kept until the page is closed
      if (kept && tried(() => { kept.setItem(prefix + name, value); return true; }, false)) memory.delete(name);
      else memory.set(name, value);
    },
    remove(name) { memory.delete(name); if (kept) tried(() => kept.removeItem(prefix + name)); },
    names() {
      const found = Array.from(memory.keys());
      if (kept) {
        for (let index = 0; index < kept.length; index += 1) {
          const key = kept.key(index);
          const name = key && key.startsWith(prefix) ? key.slice(prefix.length) : "";
          if (name && !memory.has(name)) found.push(name);
        }
      }
      return found;
    },
    /** Call `hear(name)` when another tab changed something. */
    watch(hear) {
      window.addEventListener("storage", event => {
        if (event.key === null) hear("");
        else if (event.key.startsWith(prefix)) hear(event.key.slice(prefix.length));
      });
    },
  };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

/** The posts that wait, in the order in which they were made. */
export function openQueue(store) {
  const IN = "post:";
  const names = () => store.names().filter(name => name.startsWith(IN)).sort();
  const read = name => { try { return JSON.parse(store.get(name)); } catch (error) { return null; } };
  return {
    add(post) {
      const last = names().pop();
      const place = Math.max(Date.now(), last ? Number(last.split(":")[1]) + 1 : 0);
      const made = Object.assign({post: newId()}, post);
      store.set(IN + String(place).padStart(15, "0") + ":" + made.post, JSON.stringify(made));
      return made;
    },
    all: () => names().map(read).filter(post => post && post.post),
    remove(post) { names().filter(name => name.endsWith(":" + post.post)).forEach(store.remove); },
    clear() { names().forEach(store.remove); },
  };
}

/** Run `work` in one tab only: others wait for a lock, or, in browsers without locks, for a lease (`load`). */
export function openTurnstile(store, name, load) {
  const SETTLED = 120;
  const pause = time => new Promise(done => setTimeout(done, time));
  // Other tabs see what was removed from localStorage a moment later, so the turn is handed on a moment later, too.
  if (navigator.locks && navigator.locks.request) {
    return {
      renew() {},
      alone(work) {
        let isOurs = false;
        const turn = () => { isOurs = true; return work().then(() => pause(SETTLED)); };
        return navigator.locks.request(name, turn).catch(error => { if (isOurs) throw error; return work(); });
      },
    };
  }
  let lease = {renew() {}};
  const leasing = load().then(part => part.openLease(store), () => ({renew() {}, alone: work => work()}));
  leasing.then(found => { lease = found; });
  return {renew: () => lease.renew(), alone: work => leasing.then(found => found.alone(work))};
}
