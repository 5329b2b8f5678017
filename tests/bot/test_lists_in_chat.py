"""A list of officials sent into the chat: shown as a dry run, taken in as it was shown, set back for ten minutes."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import update

from bot.simulator import Fault
from bot.simulator.rules import DOWNLOAD_LIMIT
from storage import frame, sql
from tests.bot.house import House, Official
from tests.bot.small_form import ROSTER

pytestmark = pytest.mark.usefixtures("warm_workers")

FILES = Path(__file__).parents[1] / "surveys" / "files"

MOVED = ROSTER.replace("Xã An Thịnh,09499,09/09/1970", "Xã Phú Hòa,09505,09/09/1970")
ONE_MORE = """K05,Vũ Thị Hạnh,Địa chính,Xã Phú Hòa,09505,02/02/1988,Nữ,01/03/2012,12/12,Đại học,Luật,Sơ cấp,Cán sự,\
Tin học A,0900 000 005
"""
NEW = "".join(line for line in MOVED.splitlines(keepends=True) if not line.startswith("K04")) + ONE_MORE
FRAME = ("units", "officials", "link_codes")


async def frame_of(house: House) -> list[object]:
    """Every row of the frame."""
    return [await house.rows(name) for name in FRAME]


async def test_a_list_is_shown_taken_in_and_set_back_to_the_letter(house_on_each: House) -> None:
    """One file, one tap to take it in, one to undo: the rows of units, officials and codes are those of before."""
    person = await house_on_each.administrator()
    before = await frame_of(house_on_each)
    shown = await person.sends_file("ds.csv", NEW.encode())
    assert "Thêm 1, thay đổi 0, chuyển đơn vị 1, rời danh sách 1, giữ nguyên 2." in shown
    assert "Vũ Thị Hạnh (K05)" in shown
    assert "Trần Thị Mai (K02): đến Xã Phú Hòa" in shown
    assert "Phạm Thị Lan (K04)" in shown
    assert await frame_of(house_on_each) == before
    assert "Đang ghi" in await person.taps("Ghi vào danh sách")
    await house_on_each.tick()
    assert "Đã ghi “ds.csv”" in person.heard
    officials = {row["roster_key"]: row for row in await house_on_each.rows("officials")}
    assert (officials["K05"]["full_name"], officials["K04"]["left_on"] is None) == ("Vũ Thị Hạnh", False)
    (upload,) = await house_on_each.rows("uploads")
    assert (upload["status"], upload["content"]) == ("applied", None)
    await person.taps("Hoàn tác")
    await house_on_each.tick()
    assert "Đã hoàn tác" in person.heard
    assert await frame_of(house_on_each) == before
    actions = [row["action"] for row in await house_on_each.rows("audit_log")]
    assert actions[-2:] == ["roster.import", "roster.undo"]


async def test_after_ten_minutes_nothing_is_undone(house: House) -> None:
    """The button of the old card says why not, and what was kept for undoing is gone."""
    person = await taken_in(house)
    data = person.data_of("Hoàn tác")
    await house.lets_pass(timedelta(minutes=11))
    assert "đã quá 10 phút" in await person.taps_data(data)
    await house.tick()
    (upload,) = await house.rows("uploads")
    assert (upload["status"], upload["before"]) == ("applied", None)


async def test_when_somebody_has_answered_nothing_is_undone(house: House) -> None:
    """Whoever was moved by the list has answered since: the list stays, and the card says so."""
    asked = await house.asked("K02")
    person = await taken_in(house)
    await asked.taps("Tiếp")
    assert "vừa sửa trả lời phiếu" in await undoes(house, person)
    assert (await house.rows("uploads"))[0]["status"] == "applied"


async def test_when_somebody_new_has_a_code_nothing_is_undone(house: House) -> None:
    """A code on paper for somebody who would be gone is what undoing must not leave behind."""
    person = await taken_in(house)
    async with house.app.database.begin() as conn:
        now = house.clock.now()
        await frame.issue_codes(conn, now, now + timedelta(days=60), now.date(), roster_keys=["K05"])
    assert "đã được phát mã" in await undoes(house, person)


async def test_a_frame_that_changed_shows_the_dry_run_again(house: House) -> None:
    """The list is taken in only as it was shown: another import in between, and nothing is written."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.encode())
    other = await house.administrator()
    await other.sends_file("khac.csv", MOVED.encode())
    await other.taps("Ghi vào danh sách")
    await house.tick()
    held = await house.rows("officials")
    await person.taps("Ghi vào danh sách")
    await house.tick()
    assert "đã khác lúc chạy thử" in person.heard
    assert await house.rows("officials") == held
    await person.taps("Ghi vào danh sách")
    await house.tick()
    assert "Đã ghi “ds.csv”" in person.heard


async def test_what_is_wrong_comes_back_marked(house: House) -> None:
    """A date that cannot be read is told with its cell, and the copy that comes back has it marked."""
    person = await house.administrator()
    heard = await person.sends_file("ds.csv", NEW.replace("02/02/1988", "32/02/1988").encode())
    assert "có 1 chỗ cần sửa" in heard
    assert "32/02/1988" in heard
    (name, content) = person.phone.documents[-1]
    assert name == "ds-can-sua.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert [cell.value for row in sheet.iter_rows() for cell in row if cell.comment] == ["32/02/1988"]
    (upload,) = await house.rows("uploads")
    assert (upload["status"], upload["content"]) == ("wrong", None)


async def test_who_is_asked_about_is_decided_person_by_person(house: House) -> None:
    """A list without keys, with a name spelt otherwise and another birth: one is somebody held, the other is new."""
    unkeyed = "\n".join(line.partition(",")[2] for line in ROSTER.splitlines())
    person = await house.administrator()
    other = unkeyed.replace("Lê Minh Đức", "Lê Minh Đúc").replace("0900 000 003", "0900 000 009")
    other = other.replace("0900 000 004", "").replace("23/07", "24/07")
    asked = await person.sends_file("ds.csv", other.encode())
    assert "người 1/2 cần đồng chí xác nhận" in asked
    assert "--same" not in asked
    await person.taps("Là K03 – Lê Minh Đức")
    await house.restart()
    assert "người 1/2" in await person.taps("Người trước")
    await person.taps("Là K03 – Lê Minh Đức")
    await person.taps("Không, là người mới")
    await house.tick()
    assert "Thêm 1, thay đổi 1, chuyển đơn vị 0, rời danh sách 1" in person.heard
    await person.taps("Ghi vào danh sách")
    await house.tick()
    names = {row["roster_key"]: row["full_name"] for row in await house.rows("officials")}
    assert names["K03"] == "Lê Minh Đúc"
    assert list(names.values())[4:] == ["Phạm Thị Lan"]


async def test_titles_that_nobody_knows_are_placed_by_buttons(house: House) -> None:
    """One into a group, one as a spelling; the list is read again; both stay after a restart, and can be taken away."""
    person = await house.administrator()
    odd = NEW.replace("Địa chính,", "Tổ trưởng Tổ số hóa,").replace("Văn phòng - thống kê", "Cán bộ VPTKK")
    heard = await person.sends_file("ds.csv", odd.encode())
    assert "(1/2)" in heard
    assert "“Cán bộ VPTKK” (1 người)" in heard
    await person.forges("q.T.s.1.0.vptk")
    await house.restart()
    assert "“Tổ trưởng Tổ số hóa”" in person.heard
    heard = await person.taps("Nhóm Chính quyền")
    assert "“Cán bộ VPTKK”: cách viết khác của Văn phòng – thống kê" in heard
    assert "“Tổ trưởng Tổ số hóa”: chức danh mới, nhóm Chính quyền" in heard
    assert "titles" not in {row["key"] for row in await house.rows("house_facts")}
    await person.taps("Ghi và đọc lại")
    await house.tick()
    assert "Chạy thử “ds.csv”" in person.heard
    await person.taps("Ghi vào danh sách")
    await house.tick()
    held = {row["roster_key"]: row["title"] for row in await house.rows("officials")}
    assert (held["K03"], held["K05"]) == ("vptk", "to_truong_to_so_hoa")
    await house.restart()
    await person.forges("q.E.s")
    assert "Chức danh: Tổ trưởng Tổ số hóa" in await person.says("Hạnh")
    await person.taps("Chức danh")
    assert "Là chức danh mới, nhóm Quân sự" in (
        await person.says("Đội trưởng Đội dân phòng") and person.buttons
    )
    await person.taps("Là chức danh mới, nhóm Quân sự")
    await house.tick()
    assert "Chức danh: Tổ trưởng Tổ số hóa → Đội trưởng Đội dân phòng" in person.heard
    shown = await person.forges("q.T")
    assert "“Đội trưởng Đội dân phòng”: chức danh mới, nhóm Quân sự" in shown
    assert "Bỏ Tổ trưởng Tổ số hóa" not in person.buttons
    await person.taps("Bỏ Đội trưởng Đội dân phòng")
    await house.tick()
    assert "dan_phong" not in str(house.app.titles().by_code)


async def test_whoever_has_not_the_right_hears_so_and_nothing_is_fetched(house: House) -> None:
    """The file is not even noted."""
    person = await house.administrator()
    await demote(house, "analyst")
    assert "không gồm việc nạp danh sách" in await person.sends_file("ds.csv", NEW.encode())
    assert await house.rows("uploads") == []
    assert "getfile" not in house.simulator.server.call_counts


async def test_a_list_is_of_all_units_so_a_right_for_one_is_not_enough(house: House) -> None:
    """An administrator of a commune is told why, and is offered the people of the own units instead."""
    person = await house.administrator()
    await demote(house, "administrator", (await house.rows("units"))[0]["id"])
    assert "mọi đơn vị" in await person.sends_file("ds.csv", NEW.encode())
    assert "mọi đơn vị" in await person.forges("q.l")
    assert person.buttons[:2] == ["Tìm, sửa một người", "Thêm một người"]
    assert await house.rows("uploads") == []


async def test_a_right_that_ends_between_the_taps_writes_nothing(house: House) -> None:
    """The right is looked at when the work is done, not only when the button is shown."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.encode())
    held = await house.rows("officials")
    await person.taps("Ghi vào danh sách")
    await demote(house, "cadre")
    await house.tick()
    assert await house.rows("officials") == held


async def test_an_official_who_sends_a_file_hears_what_is_read_here(house: House) -> None:
    """In the middle of the questions a file is no answer, and the question stands."""
    person = await house.at_question(2)
    heard = await person.sends_file("ds.xlsx", b"x")
    assert "Đồng chí" in heard or "đồng chí" in heard
    assert "A2" in heard
    assert await house.rows("uploads") == []


@pytest.mark.parametrize(
    "data", ["q.L.y.1.0", "q.L.y.zz.00", "q.L.u.1", "q.L.x.1", "q.L", "q.L.y", "q.L.q.1"]
)
async def test_a_forged_button_reaches_nobody_elses_list(house: House, data: str) -> None:
    """Another administrator's list is no list of this chat."""
    owner = await house.administrator()
    await owner.sends_file("ds.csv", NEW.encode())
    held = await house.rows("officials")
    other = await house.administrator()
    await other.says("/quantri")
    await other.forges(data)
    await house.tick()
    assert await house.rows("officials") == held
    assert [row["status"] for row in await house.rows("uploads")] == ["shown"]


async def test_a_file_that_is_too_big_is_refused_before_it_is_fetched(house: House) -> None:
    """Its size stands in the message."""
    person = await house.administrator()
    heard = await person.sends_file("ds.xlsx", bytes(DOWNLOAD_LIMIT + 1))
    assert "quá 20 MB" in heard
    assert "getfile" not in house.simulator.server.call_counts


async def test_a_document_of_another_kind_is_refused_by_its_name(house: House) -> None:
    """A letter is no list."""
    person = await house.administrator()
    assert "không phải là tệp bảng tính" in await person.sends_file("cong-van.docx", b"PK")


def bomb() -> bytes:
    """A small file that unpacks to very much."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", bytes(300_000_000))
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["bomb", "empty", "password", "noise"])
async def test_a_file_that_does_not_open_is_refused_with_the_reason(house: House, kind: str) -> None:
    """Nothing is written, nobody waits, and the bytes are gone."""
    contents: dict[str, Callable[[], bytes]] = {
        "bomb": bomb,
        "empty": bytes,
        "password": (FILES / "mat-khau.xls").read_bytes,
        "noise": lambda: bytes(range(256)) * 9,
    }
    person = await house.administrator()
    heard = await person.sends_file("ds.xlsx", contents[kind]())
    assert "“ds.xlsx” có 1 chỗ cần sửa; chưa ghi gì" in heard
    (upload,) = await house.rows("uploads")
    assert (upload["status"], upload["content"]) == ("wrong", None)


async def test_a_download_that_breaks_is_tried_again(house: House) -> None:
    """The platform cannot be reached for a while: the next tick fetches the file."""
    person = await house.administrator()
    house.simulator.script_failure("getFile", 1, Fault.SERVER_ERROR)
    house.simulator.script_failure("file", 1, Fault.DROPPED_BEFORE)
    assert "Đã nhận" in await person.sends_file("ds.csv", NEW.encode())
    await house.tick()
    await house.tick()
    assert "Chạy thử “ds.csv”" in person.heard


async def test_a_file_that_is_gone_is_told(house: House) -> None:
    """Whoever sent it is asked to send it again."""
    person = await house.administrator()
    await person.phone.sends_file("ds.csv", NEW.encode())
    house.simulator.world.files.clear()
    await house.settle()
    await house.tick()
    assert "gửi lại tệp" in person.heard


async def test_a_crash_between_confirming_and_writing_writes_once(house: House) -> None:
    """The order stands as a row: after a restart it is carried out, and told once."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.encode())
    await person.taps("Ghi vào danh sách", times=2)
    await house.restart()
    await house.tick()
    await house.tick()
    assert "Đã ghi “ds.csv”" in person.heard
    assert [row["action"] for row in await house.rows("audit_log")].count("roster.import") == 1


async def test_a_list_of_which_nobody_decides_is_gone_after_a_day(house: House) -> None:
    """Neither its bytes nor its button do anything any more."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.encode())
    await house.lets_pass(timedelta(hours=25))
    (upload,) = await house.rows("uploads")
    assert (upload["status"], upload["content"]) == ("dropped", None)
    assert "quá một ngày" in await person.taps("Ghi vào danh sách")


async def test_the_bytes_of_a_list_are_nowhere_in_what_is_told(house: House) -> None:
    """Dropping a list leaves none of its words in any table."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.replace("Vũ Thị Hạnh", "Vũ Thị Bí Mật").encode())
    await person.taps("Bỏ")
    await house.tick()
    assert "Bí Mật" not in await house.everything_stored()


async def test_the_menu_says_how_a_list_is_sent(house: House) -> None:
    """What is held, which kinds of files, how big."""
    person = await house.administrator()
    await person.says("/quantri")
    heard = await person.taps("Mẫu phiếu, tiêu chuẩn")
    assert "Phiếu thử (1)" in heard
    assert "Chưa nạp biểu tiêu chuẩn nào" in heard
    await person.taps("Bảng việc")
    heard = await person.taps("Danh sách cán bộ")
    assert "Đang có 4 người ở 2 đơn vị." in heard
    assert "20 MB" in heard


async def demote(house: House, role: str, unit_id: int | None = None) -> None:
    """Give every administrator another role, perhaps for one unit."""
    async with house.app.database.begin() as conn:
        await conn.execute(update(sql.grants).values(role=role, unit_id=unit_id))


async def taken_in(house: House) -> Official:
    """An administrator who has taken a list in."""
    person = await house.administrator()
    await person.sends_file("ds.csv", NEW.encode())
    await person.taps("Ghi vào danh sách")
    await house.tick()
    return person


async def undoes(house: House, person: Official) -> str:
    """Tap the button that undoes."""
    await person.taps("Hoàn tác")
    await house.tick()
    return person.heard
