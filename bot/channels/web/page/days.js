// Days and times as they stand in what the server writes ("2026-11-27T21:40:00+07:00"): the office's, not the phone's.

const DAY = 86400000;

export function timeOf(moment) { return moment.slice(11, 16); }

export function dayOf(moment) { return moment.slice(0, 10); }

/** "Hôm nay", "Hôm qua" or "thứ Sáu, 27/11/2026" for the day of `moment`, seen at `now` (milliseconds). */
export function dayName(moment, now, words) {
  const day = Date.parse(dayOf(moment) + "T00:00:00Z");
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(moment);
  const ahead = offset ? (offset[1] === "-" ? -1 : 1) * (offset[2] * 60 + Number(offset[3])) * 60000 : 0;
  const today = Math.floor((now + ahead) / DAY) * DAY;
  if (day === today) return words.today;
  if (day === today - DAY) return words.yesterday;
  const date = new Date(day);
  const month = date.getUTCMonth() + 1, two = number => String(number).padStart(2, "0");
  // A zero before days under 10 and before January and February only, as official documents write it.
  return words.weekdays[date.getUTCDay()] + ", " + two(date.getUTCDate()) + "/" + (month <= 2 ? two(month) : month)
    + "/" + date.getUTCFullYear();
}
