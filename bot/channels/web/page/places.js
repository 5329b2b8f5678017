// Where this phone is, beside a question about a place. It leaves as if it were typed.

const PATIENCE = 30000; // milliseconds
const words = {
  here: "📍 Lấy vị trí của máy này", asking: "Đang lấy vị trí…",
  refused: "Máy này không cho lấy vị trí. Đề nghị cho phép trong cài đặt, hoặc nhắn vĩ độ, kinh độ.",
  unknown: "Chưa lấy được vị trí. Đề nghị bấm lại, hoặc nhắn vĩ độ, kinh độ.",
};

const told = ({latitude, longitude, altitude, accuracy}) =>
  [latitude.toFixed(7), longitude.toFixed(7), (altitude || 0).toFixed(1), (accuracy || 0).toFixed(1)].join(" ");

/** The button, or nothing where the browser knows no place: it is typed then. */
export function draw({make, say}) {
  if (!navigator.geolocation) return null;
  const form = make("form", "ask"), button = make("button", "", words.here), said = make("p");
  said.setAttribute("role", "status");
  form.append(button, said);
  form.addEventListener("submit", event => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = words.asking;
    navigator.geolocation.getCurrentPosition(
      found => { said.textContent = ""; button.disabled = false; say(told(found.coords)); },
      error => { said.textContent = error.code === 1 ? words.refused : words.unknown; button.disabled = false; },
      {enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60000});
  });
  return form;
}
