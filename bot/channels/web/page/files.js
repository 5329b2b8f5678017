// A file beside a card that asks for one, also from the phone's camera. It leaves at once, and the page keeps nothing of it.

const WITHIN = 180000; // milliseconds
const words = {
  file: "Chọn tệp:", send: "Gửi tệp", sending: "Đang gửi…", big: "Tệp quá 10 MB nên không gửi được.",
  failed: "Chưa gửi được tệp. Đề nghị xem lại mạng rồi bấm Gửi tệp một lần nữa.",
  refused: "Máy chủ không nhận tệp này. Đề nghị tải lại trang rồi gửi lại.",
  image: "Chụp hoặc chọn ảnh:", audio: "Ghi âm hoặc chọn tệp ghi âm:", video: "Quay hoặc chọn đoạn phim:", document: "Chọn tệp hoặc ảnh:",
};
const LIMIT = 10 * 1024 * 1024;

const TAKEN = {file: ".xlsx,.xls,.ods,.csv,.md,.zip", image: "image/*", audio: "audio/*", video: "video/*", document: ""};

function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

async function send(file, name, state, controller) {
  const about = new URLSearchParams(Object.assign({post: name, name: file.name}, state));
  const headers = {"Content-Type": "application/octet-stream"}, timer = setTimeout(() => controller.abort(), WITHIN);
  try {
    const answer = await fetch("file?" + about, {
      method: "POST", headers, body: file, credentials: "same-origin", cache: "no-store", redirect: "error", signal: controller.signal});
    const told = await answer.json().catch(() => ({}));
    if (answer.ok && Array.isArray(told.messages)) return {body: told};
    return {problem: told.problem || (answer.status === 413 ? words.big : answer.status < 500 ? words.refused : words.failed)};
  } catch (error) {
    return {problem: words.failed};
  } finally { clearTimeout(timer); }
}

/** The field for a file, a picture, a sound or a film (`kind`); `state()` is what the page has of the chat, `answerTo(post, body)` takes what the server answers. */
export function draw({make, state, answerTo, kind}) {
  const form = make("form", "ask"), label = make("label", "", words[kind] || words.file), input = make("input");
  const button = make("button", "", words.send), said = make("p");
  let name = newName(), isSending = false;
  input.type = "file";
  input.accept = TAKEN[kind] || "";
  input.addEventListener("change", () => { name = newName(); said.textContent = ""; });
  said.setAttribute("role", "status");
  label.append(input);
  form.append(label, button, said);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const file = input.files[0];
    if (!file) { input.focus(); return; }
    if (isSending) return;
    if (file.size > LIMIT) { said.textContent = words.big; return; }
    isSending = true;
    said.textContent = words.sending;
    const {body, problem} = await send(file, name, state(), new AbortController()); // a repetition counts once: the same name
    isSending = false;
    said.textContent = problem || "";
    if (body) { form.reset(); name = newName(); answerTo({}, body); }
  });
  return form;
}
