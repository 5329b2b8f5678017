// Where the parts of the frame meet: it asks for news every second, and sends what was ordered.

import {openOffice} from "./office.js";
import {openPeople} from "./people.js";
import {openPhones} from "./phones.js";
import {words} from "./words.js";

const EVERY = 1000; // milliseconds
const el = id => document.getElementById(id);
const trouble = said => { if (el("trouble").textContent !== said) el("trouble").textContent = said; };

async function ask(path, options) {
  let answer;
  try { answer = await fetch(path, options); } catch (error) { trouble(words.stopped); return null; }
  trouble(answer.ok ? "" : words.refused);
  if (!answer.ok) return null;
  const news = await answer.json();
  show(news);
  return news;
}
const order = (path, body) =>
  ask(path, {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)});

async function choose(person) {
  if (phones.numbers().includes(person.number)) { phones.focus(person.number); return; }
  const news = await order("/frame-phones", {number: person.number});
  if (!news) return;
  phones.show(person, news.address);
  show(news);
}

const phones = openPhones({
  box: el("phones"), hint: el("hint"), words, closed: number => { people.focus(number); ask("/frame-news"); },
});
const people = openPeople({box: el("groups"), words, choose});
const office = openOffice({words, turn: speed => order("/frame-clock", {speed})});

function show(news) {
  people.show(news.people, phones.numbers());
  office.show(news);
}

(async () => {
  for (;;) {
    if (document.visibilityState !== "hidden") await ask("/frame-news");
    await new Promise(done => setTimeout(done, EVERY));
  }
})();
