// The list of people: a group for each unit, made once; then only states change.

import {make, write} from "./making.js";

export function openPeople({box, words, choose}) {
  const keys = new Map(); // number -> {key, state}
  const groups = new Map(); // unit -> {count, numbers}

  function addGroup(unit) {
    const details = make("details"), summary = make("summary"), count = make("span", "count"), list = make("ul");
    summary.append(make("span", "", unit), count);
    details.append(summary, list);
    details.open = groups.size < 2; // the office, and the first unit
    box.append(details);
    groups.set(unit, {count, list, numbers: []});
  }
  function addPerson(person) {
    if (!groups.has(person.unit)) addGroup(person.unit);
    const key = make("button", "person"), state = make("span", "state"), line = make("li");
    key.type = "button";
    key.append(make("span", "name", person.name), make("span", "title", person.title), state);
    key.addEventListener("click", () => choose(person));
    line.append(key);
    groups.get(person.unit).list.append(line);
    groups.get(person.unit).numbers.push(person.number);
    keys.set(person.number, {key, state});
  }
  return {
    show(people, opened) {
      people.forEach(person => {
        if (!keys.has(person.number)) addPerson(person);
        const {key, state} = keys.get(person.number);
        write(state, [person.state, person.elsewhere ? words.elsewhere : ""].filter(Boolean).join("; "));
        key.setAttribute("aria-pressed", String(opened.includes(person.number)));
      });
      const states = new Map(people.map(person => [person.number, person.state]));
      groups.forEach(({count, numbers}) => {
        const asked = numbers.filter(number => states.get(number));
        const done = asked.filter(number => states.get(number) === words.done).length;
        write(count, asked.length ? words.count(done, asked.length) : "");
      });
    },
    focus(number) { keys.get(number).key.focus(); },
  };
}
