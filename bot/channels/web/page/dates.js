// A calendar beside a question about a day. What is chosen leaves as if it were typed.

/** The calendar, or nothing where the browser has none: the day is typed then. */
export function draw({make, words, say}) {
  const input = make("input");
  input.type = "date";
  if (input.type !== "date") return null;
  const form = make("form", "ask"), label = make("label", "", words.day), button = make("button", "", words.choose);
  label.append(input);
  form.append(label, button);
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (input.value) say(input.value.split("-").reverse().join("/")); else input.focus();
  });
  return form;
}
