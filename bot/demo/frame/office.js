// The clock of the office, and what was sent to whom.

import {make, momentText, shortMoment, write} from "./making.js";

const el = id => document.getElementById(id);

export function openOffice({words, turn}) {
  const keys = words.speeds.map(([speed, label]) => {
    const key = make("button", "", label);
    key.type = "button";
    if (speed in words.speedNames) key.setAttribute("aria-label", words.speedNames[speed]);
    key.addEventListener("click", () => turn(speed));
    el("speeds").append(key);
    return {speed, key};
  });
  let newest = null;

  function showSent(sent) {
    if (JSON.stringify(sent) === newest) return;
    newest = JSON.stringify(sent);
    el("nothing").hidden = sent.length > 0;
    el("sent").hidden = !sent.length;
    el("sent").replaceChildren(...sent.map(({at, what, to, how, result}) => {
      const line = make("li");
      line.append(make("span", "", shortMoment(at) + " · " + what), make("span", "", to), make("span", "how", how + ", " + result));
      return line;
    }));
  }
  return {
    show(news) {
      document.body.classList.toggle("preview", news.is_preview);
      el("office").hidden = news.is_preview;
      write(el("now"), momentText(news.now, words.weekdays));
      write(el("seeking"), news.is_seeking ? words.seeking : news.found_none ? words.foundNone : "");
      keys.forEach(({speed, key}) => {
        const isOn = news.is_seeking ? speed === "reminder" : speed === news.speed;
        key.setAttribute("aria-pressed", String(isOn));
      });
      showSent(news.sent);
    },
  };
}
