// From a message to elements. Text goes in by textContent alone.

export function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function empty(element) { while (element.firstChild) element.removeChild(element.firstChild); }

const BOLD = /\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*/g;

/** The text as it is read aloud. */
export function plain(text) { return text.replace(BOLD, "$1"); }

/** The text with its **bold** parts. */
function drawText(text) {
  const box = make("div", "text");
  let end = 0;
  text.replace(BOLD, (whole, bold, at) => {
    box.append(text.slice(end, at), make("strong", "", bold));
    end = at + whole.length;
    return "";
  });
  box.append(text.slice(end));
  return box;
}

function secure(url) {
  try { return new URL(url).protocol === "https:" ? url : ""; } catch (error) { return ""; }
}

function drawFile(message, words) {
  const {name, picture} = message.file, link = make("a", picture ? "picture" : "file");
  link.href = "file/" + message.id;
  if (picture) {
    const image = make("img");
    image.alt = words.picture(name);
    image.src = link.href;
    link.target = "_blank"; link.rel = "noopener";
    link.append(image);
  } else {
    link.download = name;
    link.textContent = words.document(name);
  }
  return link;
}

function drawKey(button, place, tap) {
  const style = /^(primary|danger)$/.test(button.style || "") ? " " + button.style : "";
  if (button.url) {
    const url = secure(button.url);
    if (!url) return null;
    const link = make("a", "key" + style, button.label);
    link.href = url; link.target = "_blank"; link.rel = "noopener noreferrer";
    link.dataset.place = place;
    return link;
  }
  const key = make("button", "key" + style, button.label);
  key.type = "button";
  key.dataset.place = place; key.dataset.data = button.data;
  // The second of a double click would answer the next question.
  key.addEventListener("click", event => { if (event.detail < 2) tap(button.data); });
  return key;
}

function drawRow(buttons, line, tap) {
  // Short labels, a row of numbers, have equal shares: a tick then moves nothing.
  const isChoice = buttons.length === 1 && /^(✔ )?\d+\. /.test(buttons[0].label);
  const row = make("div", isChoice ? "row choice" : buttons.every(button => button.label.length <= 4) ? "row even" : "row");
  row.append(...buttons.map((button, index) => drawKey(button, line + "." + index, tap)).filter(key => key));
  return row;
}

/** A bubble with a line below its text; `who` is said to those who do not see on which side it stands. */
export function drawBubble(text, who, foot, file) {
  const bubble = make("div", "bubble");
  bubble.append(make("span", "unseen", who));
  if (file) bubble.append(file);
  if (text) bubble.append(drawText(text));
  if (foot) bubble.append(foot);
  return bubble;
}

/** Fill the element of a message. Buttons that are as before stay the same elements: one may be pressed just now. */
export function drawMessage(element, message, {words, timeOf, wording, isPressed, tap, pick}) {
  element.className = message.mine ? "message mine" : "message";
  const foot = make("div", "foot"), time = make("time", "", timeOf(message.time));
  time.dateTime = message.time;
  foot.append(time);
  if (message.mine) foot.append(" · " + words.sent);
  const bubble = drawBubble(
    wording(message), message.mine ? words.me : words.bot, foot, message.file ? drawFile(message, words) : null);
  const rows = message.buttons || [], picker = message.picks && rows.length ? pick(message) : null;
  const drawn = JSON.stringify([rows, Boolean(picker)]);
  if (element.drawnRows === drawn) element.replaceChild(bubble, element.firstChild);
  else {
    empty(element);
    element.append(bubble, ...(picker ? [picker] : []), ...rows.map((buttons, line) => drawRow(buttons, line, data => tap(message, data))));
    element.drawnRows = drawn;
  }
  element.querySelectorAll("button.key").forEach(key => {
    if (isPressed(message.id, key.dataset.data)) key.setAttribute("aria-pressed", "true");
    else key.removeAttribute("aria-pressed");
  });
}
