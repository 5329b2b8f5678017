"""What is wrong with something handed in, as a sentence: where it stands, what is wrong, what to do."""

from collections.abc import Mapping
from functools import cache
from string import Formatter
from types import MappingProxyType
from typing import Final

from bot.texts import ADDRESS
from surveys.problems import Place, Problem

PLACE_CELL: Final = "Trang “{sheet}”, ô {cell}: "
PLACE_SHEET: Final = "Trang “{sheet}”: "
PLACE_BARE: Final = "Ô {cell}: "
PLACE_LINE: Final = "Dòng {cell}: "
PLACE_FILE_LINE: Final = "Tệp thứ {sheet}, dòng {cell}: "
PLACE_FILE: Final = "Tệp thứ {sheet}: "
_OF_YAML: Final = ("standards_", "titles_", "entry_")
UNWORDED: Final = "chưa đúng ({code}{parameters}). Đề nghị xem lại chỗ này."

FIELD_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bad_plan": "“{found}” không phải là một lịch nhắc. Đề nghị ghi như {expected}: "
        "+2d là sau 2 ngày, -1d@08:30 là trước hạn 1 ngày lúc 8 giờ 30.",
        "repeated_rule": "Lịch nhắc ghi “{found}” hai lần. Đề nghị bỏ một lần.",
        "bad_moment": "“{found}” không phải là một thời điểm. Đề nghị ghi như: {expected}.",
        "closes_before_opening": "Thời điểm đóng phải sau thời điểm mở. Đề nghị xem lại hai ngày.",
        "opens_in_the_past": "Ngày mở đã qua. Đề nghị chọn ngày khác; muốn mở ngay thì nhắn ngày hôm nay.",
        "closes_in_the_past": "Thời điểm đóng đã qua. Đề nghị chọn một thời điểm sau lúc này.",
        "bad_override": (
            "“{found}” không đọc được. Đề nghị ghi như: 2026-12-31 off Nghỉ bù, hoặc 2026-12-26 work Làm bù."
        ),
        "repeated_override": "Ngày trong “{found}” đã có ở một dòng trước. Đề nghị bỏ một dòng.",
    }
)

ORDER_PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plan_gone": "Không còn bản kế hoạch này.",
        "plan_no_draft": "Bản này không còn là dự thảo: có người vừa duyệt hoặc thay.",
        "blanks": "Thông báo xử lý dữ liệu cá nhân còn chỗ trống nên chưa mở được đợt. "
        "Đề nghị người vận hành đặt: {names}.",
        "wave_beyond": "Đợt số {found} hỏi cả người ngoài phạm vi của {dc}; chỉ người có quyền ở mọi đơn vị của đợt "
        "mới sửa, đóng, dừng hoặc mở lại được.",
        "told_as_a_whole": "Đợt số {found} đã hết thời hạn lưu nên chỉ còn số liệu chung, "
        "không lập riêng cho một phạm vi.",
        "few_answers": "Trong phạm vi của {dc}, đợt số {found} chưa đủ {fewest} phiếu nên chưa lập được báo cáo.",
        "unknown_role": "Không có quyền “{found}”. Đề nghị dùng một trong: {known}.",
        "owner_everywhere": "Mọi quyền (owner) luôn ở mọi đơn vị và không có thời hạn: đề nghị bỏ đơn vị và số ngày.",
        "bad_days": "Thời hạn {found} ngày không dùng được. Đề nghị từ 1 đến {most} ngày.",
        "longer_than_own": (
            "Quyền của {dc} có thời hạn nên chỉ giao được ngắn hơn: nhiều nhất {most} ngày. "
            "Đề nghị chọn thời hạn ngắn hơn, hoặc nhờ người có mọi quyền."
        ),
        "may_not_give": "Quyền này vượt quá quyền hoặc phạm vi của {dc}.",
        "last_owner": "Đây là người cuối cùng có mọi quyền nên chưa thu được. "
        "Đề nghị giao mọi quyền cho người khác trước.",
        "no_roster": (
            "Chưa có danh sách cán bộ. Đề nghị nhắn /quantri, bấm “Danh sách cán bộ”, rồi gửi tệp vào "
            "khung chat (bằng lệnh: khaosat roster import)."
        ),
        "no_form": "Không có mẫu phiếu “{found}”. Các mẫu đã công bố: {known}.",
        "unknown_unit": "Không có đơn vị mã “{found}”. Đề nghị dùng một trong: {known}.",
        "unknown_official": "Không có ai đang công tác mang mã “{found}” trong danh sách. "
        "Đề nghị xem mã bằng: khaosat roster show --people",
        "unknown_title": "Không có chức danh mã “{found}”. Đề nghị dùng một trong: {known}.",
        "nobody": ("Không có ai thuộc phạm vi đã chọn. Đề nghị xem lại đơn vị và chức danh."),
        "wave_begun": "Đợt số {found} đã mở hoặc đã đóng nên không sửa được nữa. Đợt đang mở thì gia hạn được.",
        "extends_nothing": "Hạn mới phải sau hạn đang có. Đề nghị chọn ngày khác.",
        "nobody_extended": "Không có ai trong đợt số {found} cần gia hạn: không thuộc đợt này, hoặc hạn đã muộn hơn.",
        "not_reopened": "Đợt số {found} không mở lại được: chỉ mở lại đợt đã mở và đóng chưa quá 24 giờ.",
        "next_is_open": "Đợt kế tiếp của loạt này đang mở nên đợt số {found} không mở lại được.",
        "recurring_pilot": "Đợt làm thử chỉ hỏi một lần. Đề nghị chọn “Một lần”.",
        "no_wave": "Không có đợt số {found}. Các đợt đã có: {known}.",
        "wave_not_open": "Đợt số {found} không đang mở.",
        "no_answers": "Đợt số {found} chưa có phiếu nào được tính (đã gửi, hoặc làm từ một nửa) nên chưa lập được báo "
        "cáo. Đề nghị chờ có người trả lời; muốn rà soát danh sách ngay, người vận hành chạy: khaosat review",
        "may_not_publish": "Quyền của {dc} không gồm việc công bố đủ số liệu danh sách.",
        "no_regime": "Không có bộ tiêu chuẩn “{found}”. Đề nghị dùng một trong: {known}.",
        "overlapping_series": "Đợt lặp lại kéo dài {days} ngày nên chưa kịp đóng thì đợt sau đã đến ngày mở. "
        "Đề nghị chọn ngày đóng sau ngày mở nhiều nhất {longest} ngày, hoặc chọn chu kỳ dài hơn.",
        "no_series": "Đợt số {found} chỉ hỏi một lần, không thuộc loạt đợt lặp lại nào.",
        "bad_every": "“{found}” không phải là một chu kỳ. Đề nghị ghi một trong: {known}.",
    }
)


def word_problem(problem: Problem, about: str = "") -> str:
    """Return one sentence for a problem of a form, a roster, a plan, a date, a calendar file or standards.

    ``about`` is "form", "roster", "standards", "field" or "order": whose wording goes first where several have
    the same code.
    """
    return _place(problem.place, problem.code) + word_what(problem, about)


def word_what(problem: Problem, about: str = "") -> str:
    """Return what is wrong and what to do, without the place: for a note that stands there."""
    template = _template(problem, about)
    if template is None:
        return _unworded(problem)
    return template.format(**problem.parameters, dc=ADDRESS, Dc=ADDRESS[0].upper() + ADDRESS[1:])


def _template(problem: Problem, about: str) -> str | None:
    """Return the first wording of the code that needs nothing but what the problem tells."""
    known = {*problem.parameters, "dc", "Dc"}
    for name in sorted(_wordings(), key=lambda name: name != about):
        template = _wordings()[name].get(problem.code)
        if template is not None and _fields(template) <= known:
            return template
    return None


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@cache
def _wordings() -> Mapping[str, Mapping[str, str]]:
    from bot.texts.briefings import BOOK_PROBLEMS as ACTIONS_PROBLEMS  # noqa: PLC0415
    from bot.texts.entries import ENTRY_SENTENCES  # noqa: PLC0415
    from bot.texts.forms import FORM_PROBLEMS  # noqa: PLC0415 - only when something is wrong
    from bot.texts.lists import LIST_PROBLEMS  # noqa: PLC0415
    from bot.texts.plan_book import PLAN_BOOK_NOTES, PLAN_BOOK_PROBLEMS  # noqa: PLC0415
    from bot.texts.roster import ROSTER_PROBLEMS  # noqa: PLC0415
    from bot.texts.situation_book import SITUATION_BOOK_NOTES, SITUATION_BOOK_PROBLEMS  # noqa: PLC0415
    from bot.texts.standards import STANDARDS_PROBLEMS  # noqa: PLC0415
    from bot.texts.standards_book import BOOK_NOTES, BOOK_PROBLEMS  # noqa: PLC0415
    from bot.texts.titles import TITLE_PROBLEMS  # noqa: PLC0415

    return {
        "field": FIELD_PROBLEMS,
        "order": ORDER_PROBLEMS,
        "form": FORM_PROBLEMS,
        "roster": ROSTER_PROBLEMS,
        "list": {**ROSTER_PROBLEMS, **LIST_PROBLEMS},
        "standards": STANDARDS_PROBLEMS,
        "standards_book": {**BOOK_PROBLEMS, **BOOK_NOTES},
        "plan_book": {**PLAN_BOOK_PROBLEMS, **PLAN_BOOK_NOTES},
        "situation_book": {**SITUATION_BOOK_PROBLEMS, **SITUATION_BOOK_NOTES},
        "titles": TITLE_PROBLEMS,
        "entry": ENTRY_SENTENCES,
        "briefing": {**ROSTER_PROBLEMS, **BOOK_PROBLEMS, **ACTIONS_PROBLEMS},
    }


def _place(place: Place, code: str) -> str:
    if code in ("bad_override", "repeated_override"):
        return PLACE_LINE.format(cell=place.cell)
    if code.startswith(_OF_YAML) and place.sheet and not place.cell:
        return PLACE_FILE.format(sheet=place.sheet)
    if code.startswith(_OF_YAML) and place.cell:
        return (PLACE_FILE_LINE if place.sheet else PLACE_LINE).format(sheet=place.sheet, cell=place.cell)
    if place.sheet and place.cell:
        return PLACE_CELL.format(sheet=place.sheet, cell=place.cell)
    if place.sheet:
        return PLACE_SHEET.format(sheet=place.sheet)
    return PLACE_BARE.format(cell=place.cell) if place.cell else ""


def _unworded(problem: Problem) -> str:
    parameters = "".join(f", {name}: {value}" for name, value in problem.parameters.items())
    return UNWORDED.format(code=problem.code, parameters=parameters)
