// Every sentence that the frame says by itself; those that never change stand in index.html.

export const words = {
  phone: name => "Điện thoại của " + name,
  close: name => "Cất điện thoại của " + name,
  closed: "Cất",
  elsewhere: "tự trả lời",
  count: (done, all) => " · " + done + "/" + all + " phiếu",
  done: "đã gửi phiếu",
  speeds: [[0, "Dừng"], [1, "×1"], [60, "×60"], [3600, "×3600"], ["reminder", "Đến lần nhắc kế tiếp"]],
  speedNames: {0: "Dừng đồng hồ", 1: "Chạy như thật", 60: "Nhanh gấp 60", 3600: "Nhanh gấp 3600"},
  seeking: "Đang đến lần nhắc kế tiếp…",
  foundNone: "Không còn lần nhắc nào nữa: đồng hồ dừng trước khi đợt khảo sát kết thúc.",
  weekdays: ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"],
  stopped: "Chương trình dùng thử đã dừng. Chạy lại rồi tải lại trang.",
  refused: "Chưa làm được việc này.",
};
