"""A regular briefing from its making to the second agenda: pulse, agenda, conclusions, owners, what is open."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

import docx
import openpyxl
import pytest

from storage import briefings
from storage.database import Database
from tests.bot.house import ZONE, House, Official
from tests.bot.office_chat import OfficeChat, furnish

pytestmark = pytest.mark.usefixtures("warm_workers")

# The house opens on Monday, 20/4/2015; 30/4 and 1/5 are holidays.
FIRST: Final = datetime(2015, 5, 14, 14, 0, tzinfo=ZONE)  # a Thursday
PULSE: Final = datetime(2015, 5, 7, 8, 30, tzinfo=ZONE)
AGENDA: Final = datetime(2015, 5, 12, 8, 30, tzinfo=ZONE)


async def prepared(house: House) -> Official:
    """An administrator who has made a monthly briefing with K01 and K03 of the communes, and themselves."""
    chief = await house.administrator()
    await chief.says("/quantri")
    await chief.taps("Giao ban định kỳ")
    await chief.taps("Lập giao ban mới")
    await chief.taps("Hằng tháng")
    assert "không phải là ngày giờ" in await chief.says("tháng sau")
    assert "đã qua" in await chief.says("10/04/2015")
    made = await chief.says("14/05/2015 14h")
    assert "Buổi tới: thứ Năm, 14/5/2015, 14:00" in made
    assert "thứ Năm, 07/5/2015, 08:00: hỏi nhanh" in made
    assert "thứ Ba, 12/5/2015, 08:00: gửi chương trình" in made
    await chief.taps("Các xã (0)")
    await chief.taps("Tìm theo tên")
    await chief.says("hoa")
    assert "Nguyễn Văn Hòa – Xã An Thịnh" in await chief.taps("Nguyễn Văn Hòa")
    await chief.taps("Thêm theo chức danh")
    assert "Các xã (2 người)" in await chief.taps("Văn phòng – thống kê")
    await chief.taps("Giao ban")
    await chief.taps("Cơ quan quản lý cán bộ (0)")
    await chief.taps("Thêm người quản trị")
    assert "Người quản trị số" in await chief.taps("người quản trị số")
    return chief


async def answers_pulse(person: Official) -> None:
    """Answer the three questions of the pulse."""
    await person.taps("Bắt đầu trả lời")
    for reply in ("4", "2", "1"):
        await person.says(reply)
    await person.taps("Gửi phiếu")


async def test_a_briefing_lives_from_its_making_to_the_next_agenda(house: House) -> None:
    """Pulse, agenda with a proposal, conclusions, an owner who reports with a file, one who is late: two rounds."""
    owner, late = await house.finished("K01"), await house.finished("K03")
    chief = await prepared(house)
    await house.waits_until(PULSE)
    assert "Phiếu nắm tình hình trước giao ban" in owner.heard
    await answers_pulse(owner)
    await house.waits_until(AGENDA.replace(hour=6))
    await house.restart()
    assert "Giao ban thứ Năm" not in chief.heard
    await house.waits_until(AGENDA)
    assert "Giao ban thứ Năm, 14/5/2015, 14:00" in owner.heard
    assert "Việc đang mở: không có" in owner.heard
    assert "Các xã nêu (1/2 người đã gửi phiếu)" in chief.heard
    assert "Dưới 5 người trả lời" in chief.heard
    assert "Kính gửi" not in chief.heard

    assert "muốn đưa vào giao ban" in await late.taps("Đề nghị thêm nội dung")
    assert "Đã ghi vào chương trình" in await late.says("Mở lớp chuyển đổi số ở xã")
    await late.says("/denghi " + "x" * 600)
    assert len(await house.rows("briefing_notes")) == 1

    await house.waits_until(FIRST + timedelta(hours=1))
    await concludes(chief)
    await house.waits_until(FIRST + timedelta(hours=2))
    assert "được giao: Lập danh sách cử đi học" in owner.heard
    concluded = next(m.text for m in owner.phone.heard if "Kết luận giao ban" in m.text)
    assert "1. Mỗi xã cử một đầu mối" in concluded
    assert "Lập danh sách" in concluded
    assert "Góp ý dự thảo" not in concluded  # another commune's
    assert "Hạn: 25/5/2015" in owner.heard
    await owner.taps("Đã xong")
    assert "kèm tệp “danh-sach.xlsx”" in await owner.sends_file("danh-sach.xlsx", b"PK1")
    done, _ = await house.rows("briefing_actions")
    assert (done["evidence"], done["evidence_ref"]) == (b"PK1", "")

    await house.waits_until(datetime(2015, 5, 22, 9, 0, tzinfo=ZONE))  # the Friday before Monday the 25th
    assert "sắp đến hạn (25/5/2015): Góp ý dự thảo" in late.heard
    await house.waits_until(datetime(2015, 5, 26, 20, 0, tzinfo=ZONE))
    assert "sắp đến hạn" in late.heard  # nothing at night
    await house.waits_until(datetime(2015, 5, 27, 8, 0, tzinfo=ZONE))
    assert "đã quá hạn (25/5/2015): Góp ý dự thảo" in late.heard
    count = len(late.phone.heard)
    await house.waits_until(datetime(2015, 5, 29, 8, 0, tzinfo=ZONE))
    assert len(late.phone.heard) == count

    await house.waits_until(
        datetime(2015, 6, 11, 9, 0, tzinfo=ZONE)
    )  # before Monday, 15/6: the 14th is a Sunday
    assert "Giao ban thứ Hai, 15/6/2015, 14:00" in late.heard
    assert "Việc đang mở (1, quá hạn 1)" in late.heard
    assert "Góp ý dự thảo – Lê Minh Đức" in late.heard
    assert "• Góp ý dự thảo – Xã Phú Hòa" in owner.heard  # of another commune: the unit, no name
    assert "Lập danh sách" not in late.heard


async def concludes(chief: Official) -> None:
    """Enter one decision and two actions, and send them."""
    await chief.says("/quantri")
    await chief.taps("Giao ban định kỳ")
    await chief.taps("Buổi thứ Năm, 14/5/2015")
    await chief.taps("Thêm kết luận")
    assert "1. Mỗi xã cử một đầu mối" in await chief.says("Mỗi xã cử một đầu mối")
    await chief.taps("Thêm việc")
    assert "chọn người làm" in await chief.says("Lập danh sách cử đi học")
    await chief.house.restart()
    assert "Hạn là ngày nào" in await chief.taps("Nguyễn Văn Hòa")
    assert "không phải là một ngày" in await chief.says("mai")
    assert "Hạn: 25/5/2015" in await chief.says("25/05/2015")
    await chief.taps("Buổi giao ban")
    await chief.taps("Thêm việc")
    await chief.says("Góp ý dự thảo")
    await chief.taps("Buổi giao ban")
    await chief.taps("Buổi giao ban")
    assert "Còn 1 việc chưa có người làm hoặc hạn" in await chief.taps("Gửi, báo người làm")
    await chief.taps("Việc: Góp ý dự thảo")
    await chief.taps("Chọn người làm")
    await chief.taps("Lê Minh Đức")
    await chief.says("25/5/2015")
    await chief.taps("Buổi giao ban")
    assert "✔ Đã gửi" in await chief.taps("Gửi, báo người làm")
    card = chief.phone.card
    for told in ("3 người nhận kết luận", "đã gửi cho người dự từ trước"):
        await chief.taps("Gửi kết luận cho người dự", on=card)
        assert told in card.text


async def test_actions_come_back_as_a_workbook_and_go_out_as_a_document(house: House) -> None:
    """The workbook that was sent is filled in, corrected and taken in; undone once; the document names all of it."""
    await house.finished("K01")
    chief = await prepared(house)
    await house.waits_until(FIRST + timedelta(hours=1))
    await chief.says("/quantri")
    await chief.taps("Giao ban định kỳ")
    await chief.taps("Buổi thứ Năm, 14/5/2015")
    await chief.taps("Thêm kết luận")
    await chief.says("Mỗi xã cử một đầu mối\nHọp lại sau một tháng")
    await chief.taps("Thêm việc")
    await chief.says("Lập danh sách cử đi học")
    await chief.taps("Buổi giao ban")
    await chief.taps("Buổi giao ban")
    await chief.taps("Biểu việc (Excel)")
    await house.tick()
    name, content = chief.phone.documents[-1]
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book["Việc"]
    assert (name, sheet["B5"].value) == ("bieu-viec-giao-ban-20150514.xlsx", "Lập danh sách cử đi học")
    sheet["C5"], sheet["D5"] = "Nguyễn Văn Hòang", "31/02/2015"
    sheet["B6"], sheet["C6"], sheet["D6"] = "Mở lớp tại xã", "Lê Minh Đức", datetime(2015, 6, 1)  # noqa: DTZ001
    refused = await chief.sends_file("bieu.xlsx", saved(book))
    assert "ô C5: Không có “Nguyễn Văn Hòang” trong thành phần" in refused
    assert "gần giống: Nguyễn Văn Hòa, Xã An Thịnh" in refused
    assert "ô D5: Không có ngày “31/02/2015”" in refused
    sheet["C5"], sheet["D5"] = "Nguyễn Văn Hòa, Xã An Thịnh", "25/05/2015"
    sheet["E5"], sheet["F5"] = "x", "đủ 5 người"
    shown = await chief.sends_file("bieu.xlsx", saved(book))
    assert "1 việc mới, 1 việc thay đổi" in shown
    assert "• Mới: Mở lớp tại xã – Lê Minh Đức, Xã Phú Hòa; hạn 01/6/2015" in shown
    before = await house.rows("briefing_actions")
    for button in ("Ghi các việc này", "Hoàn tác"):
        await chief.taps(button)
        await house.tick()
    assert "Đã hoàn tác" in chief.heard
    assert await house.rows("briefing_actions") == before
    await chief.sends_file("bieu.xlsx", saved(book))
    await chief.taps("Ghi các việc này")
    await house.tick()
    first, second = await house.rows("briefing_actions")
    assert (first["report"], first["done_at"] is None) == ("đủ 5 người", False)
    assert (second["text"], second["due"]) == ("Mở lớp tại xã", date(2015, 6, 1))

    await reads_letter(house, chief)


async def reads_letter(house: House, chief: Official) -> None:
    """Ask for the document, and find everything in it."""
    await chief.says("/quantri")
    await chief.taps("Giao ban định kỳ")
    await chief.taps("Buổi thứ Năm, 14/5/2015")
    await chief.taps("Thông báo kết luận (Word)")
    await house.tick()
    name, content = chief.phone.documents[-1]
    letter = docx.Document(BytesIO(content))
    told = [line.text for line in letter.paragraphs]
    assert name == "thong-bao-giao-ban-20150514.docx"
    assert "THÔNG BÁO" in told
    assert "1. Mỗi xã cử một đầu mối." in told
    grid = next(table for table in letter.tables if "Nội dung việc" in table.rows[0].cells[1].text)
    assert [cell.text for cell in grid.rows[2].cells] == [
        "2", "Mở lớp tại xã", "Lê Minh Đức, Xã Phú Hòa", "01/6/2015",
    ]  # fmt: skip
    assert any("-TB" in cell.text or "/TB" in cell.text for cell in letter.tables[0].rows[1].cells)


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def test_a_round_is_put_off_or_left_out(sqlite_database: Database) -> None:
    """Another day by typing; left out before anybody is asked, the next one comes a month later and takes its place."""
    await furnish(sqlite_database)
    chat = OfficeChat(sqlite_database, "900")
    await chat.enter()
    await chat.presses_data("q.bf.n.month.202612151400")
    await chat.presses_data("q.bf.d.1")
    assert "không phải là ngày giờ" in await chat.says("hôm nào đó")
    assert "Đã dời sang thứ Sáu, 18/12/2026, 08:00" in await chat.says("18/12/2026")
    assert "Buổi tới sẽ là thứ Sáu, 15/01/2027, 14:00" in await chat.presses_data("q.bf.w.1")
    assert "Buổi tới: thứ Sáu, 15/01/2027, 14:00" in await chat.taps("Bỏ buổi này")
    async with sqlite_database.begin() as conn:
        (held,) = await briefings.rounds_of(conn, 1)
        await briefings.change_round(conn, held, wave_id=1)
    assert held.number == 2
    assert "không bỏ được nữa" in await chat.presses_data("q.bf.W.1")


async def test_somebody_with_a_commune_prepares_briefings_of_it_alone(sqlite_database: Database) -> None:
    """A cadre officer of one commune makes one there, finds nobody beyond it, and sees no other briefing."""
    await furnish(sqlite_database)
    owner, cadre = OfficeChat(sqlite_database, "900"), OfficeChat(sqlite_database, "901")
    await owner.enter()
    await cadre.enter("cadre", unit="09505")
    for chat in (owner, cadre):
        await chat.presses_data("q.bf.n.month.202612151400")
    assert "Xã Phú Hòa" in await cadre.presses_data("q.bf")
    assert "toàn cơ quan" in await owner.presses_data("q.bf.s.1")
    for order in ("s.1", "p.1.2", "a.1.2.3", "t.1.2.bt", "E.1", "r.1", "d.1", "a.2.2.3"):
        said = await cadre.presses_data(f"q.bf.{order}")
        assert "toàn cơ quan" not in said
        assert "Cường" not in said
    await cadre.presses_data("q.bf.i.2.2")
    assert "Không tìm thấy ai" in await cadre.says("cuong")
    await owner.presses_data("q.bf.a.1.2.3")
    assert "Lê Văn Cường" in await owner.presses_data("q.bf.p.1.2")
    assert "Đã thêm 1 người" in await owner.presses_data("q.bf.t.1.2.ct_ubnd")
    assert "đã có trong thành phần" in await owner.presses_data("q.bf.t.1.2.pct_ubnd")  # a title, no page
    assert "đang giữ chức danh nào" in await owner.presses_data("q.bf.t.1.2.-.0")
    async with sqlite_database.read() as conn:
        people = await briefings.people_of(conn, 1), await briefings.people_of(conn, 2)
    assert [len(each) for each in people] == [2, 0]
