// What the page says by itself, but for index.html; and what days are called.

export const words = {
  sending: "đang gửi",
  sent: "đã gửi",
  failed: problem => "Chưa gửi được. " + problem,
  refused: "Máy chủ không nhận tin này. Đề nghị xem lại rồi gửi lại.",
  tooLong: "Tin dài quá. Đề nghị gửi thành nhiều tin ngắn hơn.",
  lost: "Mất kết nối. Câu trả lời sẽ được gửi khi có mạng.",
  busy: "Máy chủ đang bận. Câu trả lời sẽ được gửi lại sau ít phút.",
  barred: "Máy chủ không nhận trang này, câu trả lời vẫn được giữ. Đề nghị tải lại trang, hoặc báo cơ quan.",
  back: "Đã có kết nối trở lại.",
  me: "Tôi: ",
  bot: "Trợ lý: ",
  picture: name => "Hình: " + name,
  document: name => "Tải về: " + name,
  today: "Hôm nay",
  yesterday: "Hôm qua",
  weekdays: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  more: "Xem tiếp ↓",
  news: "Có tin mới ↓",
  size: percent => "Cỡ chữ " + percent + "%",
  leaving: "Đang xóa khỏi máy này. Nếu mất mạng, việc này sẽ xong khi có mạng lại: đề nghị giữ trang này mở.",
  left: "Đã xóa khỏi máy này",
  thanks: "Cảm ơn đã cho biết. Máy này không còn giữ gì của cuộc trò chuyện.",
  opening: "Đang mở…",
  hello: "Xin chào",
};

// Days and times ("2026-11-27T21:40:00+07:00") are the office's, not the phone's.

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
