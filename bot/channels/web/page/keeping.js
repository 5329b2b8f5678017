// What this browser keeps for a reload without a network: the chat here, the page itself in worker.js.

const KEPT = 50; // messages

let isHoused = false;

export function keepChat(store, chat, version) {
  store.set("chat", JSON.stringify(Object.assign({}, chat, {messages: chat.messages.slice(-KEPT)})));
  if (isHoused || !navigator.serviceWorker) return;
  isHoused = true;
  navigator.serviceWorker.register("worker.js" + version).catch(() => { isHoused = false; });
}

/** The chat as it was kept, like an answer of the server; or nothing. */
export function keptChat(store) {
  try { return JSON.parse(store.get("chat")); } catch (error) { return null; }
}
