// The phones that are open: each shows the page of the bot, as a browser of its own.

import {make} from "./making.js";

const MOST = 3; // a browser holds six connections to one place, and each phone waits for news on one

export function openPhones({box, hint, words, closed}) {
  const phones = new Map(); // number -> section; the oldest first

  function close(number) {
    phones.get(number).remove();
    phones.delete(number);
    hint.hidden = phones.size > 0;
    closed(number);
  }
  return {
    numbers: () => Array.from(phones.keys()),
    show({number, name}, address) {
      if (phones.size >= MOST) close(phones.keys().next().value);
      const phone = make("section", "phone"), head = make("header"), title = make("h2", "", words.phone(name));
      const end = make("button", "", words.closed), page = make("iframe");
      title.tabIndex = -1;
      phone.setAttribute("aria-label", words.phone(name));
      end.type = "button";
      end.setAttribute("aria-label", words.close(name));
      end.addEventListener("click", () => close(number));
      page.title = words.phone(name);
      page.src = address;
      head.append(title, end);
      phone.append(head, page);
      box.append(phone);
      phones.set(number, phone);
      hint.hidden = true;
      this.focus(number);
    },
    focus(number) {
      phones.get(number).scrollIntoView({inline: "nearest", block: "nearest"});
      phones.get(number).querySelector("h2").focus({preventScroll: true});
    },
  };
}
