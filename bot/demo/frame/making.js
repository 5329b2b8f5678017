// Elements with their class and text; the office's moments in words.

export function make(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Set a text only where it changes: nothing is read aloud twice. */
export function write(element, text) { if (element.textContent !== text) element.textContent = text; }

/** "thứ Hai, 20/4/2015, 08:00:07", whatever the zone of this machine. */
export function momentText(moment, weekdays) {
  const [day, time] = moment.slice(0, 19).split("T"), [year, month, date] = day.split("-").map(Number);
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return weekday + ", " + date + "/" + month + "/" + year + ", " + time;
}

/** "08:30 20/4" */
export function shortMoment(moment) {
  const [, month, date] = moment.slice(0, 10).split("-").map(Number);
  return moment.slice(11, 16) + " " + date + "/" + month;
}
