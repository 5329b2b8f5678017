// A calendar, or a clock, beside a question about a day or a time of it. What is chosen leaves as if it were typed.

const words = {
  day: "Hoặc chọn trên lịch:",
  choose: "Chọn ngày này",
  hour: "Hoặc chọn giờ và phút:",
  chooseHour: "Chọn giờ này",
};
const shapes = {
  date: {type: "date", typed: value => value.split("-").reverse().join("/"), label: "day", button: "choose"},
  time: {type: "time", typed: value => value, label: "hour", button: "chooseHour"},
  datetime: {type: "datetime-local", label: "day", button: "chooseHour",
    typed: value => { const [day, hour] = value.split("T"); return day.split("-").reverse().join("/") + " " + hour; }},
};

/** The calendar or the clock, or nothing where the browser has none: the answer is typed then. */
export function draw({make, say, kind}) {
  const shape = shapes[kind] || shapes.date, input = make("input");
  input.type = shape.type;
  if (input.type !== shape.type) return null;
  const form = make("form", "ask"), label = make("label", "", words[shape.label]);
  const button = make("button", "", words[shape.button]);
  label.append(input);
  form.append(label, button);
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (input.value) say(shape.typed(input.value)); else input.focus();
  });
  return form;
}
