// Who sends, in browsers without locks: the tab that holds a lease, which it renews.

const LEASE = 20000, SETTLED = 120; // milliseconds

export function openLease(store) {
  const me = String(Math.random()).slice(2);
  const pause = time => new Promise(done => setTimeout(done, time));
  const holder = () => { const [tab, until] = (store.get("sender") || "").split(" "); return Number(until) > Date.now() ? tab : ""; };
  const renew = () => store.set("sender", me + " " + (Date.now() + LEASE));
  return {
    renew,
    async alone(work) {
      for (;;) {
        if (!holder() || holder() === me) {
          renew();
          await pause(40 + Math.random() * 80); // whoever wrote last has it
          if (holder() === me) break;
        }
        await pause(500);
      }
      try { await work(); await pause(SETTLED); } finally { if (holder() === me) store.remove("sender"); }
    },
  };
}
