"""The administrators' menu, tapped and typed through, in a real database."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.messages import Button, OutboundKind
from bot.office import menu
from bot.office.menu import WaveLine
from bot.texts import say
from bot.texts.consent import OfficeDetails
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.office import TEXTS
from storage import administrators, cases, office, sql
from storage.database import Database
from surveys.field_period import VIETNAM
from tests.bot.office_chat import MORNING, NIGHT, OfficeChat, furnish, link_official


@pytest.fixture
async def database(sqlite_database: Database) -> Database:
    """Give the database of most tests here: what they tap through reads by queries that are tried on both kinds."""
    return sqlite_database


@pytest.fixture
async def chat(database: Database) -> OfficeChat:
    """Let an administrator in, with a roster and a form in the archive."""
    await furnish(database)
    entered = OfficeChat(database)
    await entered.enter()
    return entered


UP_TO_PLAN = ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Sau 2 tuần", "Sau 2 và 4 ngày")


async def compose(chat: OfficeChat, every: str = "Một lần") -> None:
    """Tap through all steps up to the card that asks for confirmation."""
    await chat.says("/quantri")
    for label in (*UP_TO_PLAN, every):
        await chat.taps(label)


async def open_wave(chat: OfficeChat, every: str = "Một lần") -> None:
    """Open a wave for everybody, now, for two weeks."""
    await compose(chat, every)
    await chat.taps("✔ Mở đợt này")


async def waves(database: Database) -> list[object]:
    """Return all waves."""
    async with database.read() as conn:
        return list(await cases.list_waves(conn))


async def test_the_menu_shows_every_order_to_an_administrator(chat: OfficeChat) -> None:
    """The menu names what runs and offers every order, the list of officials, the requests and the roles."""
    text = await chat.says("/quantri")
    assert "Hiện không có đợt nào đang mở" in text
    first_words = [label.split()[0] for label in chat.labels]
    assert first_words == [
        "Mở",
        "Xem",
        "Ai",
        "Nhắc",
        "Cấp",
        "Sửa,",
        "Đóng",
        "Tải",
        "Báo",
        "Chênh",
        "Danh",
        "Mẫu",
        "Giao",
        "Tình",
        "Kế",
        "Yêu",
        "Người",
        "Nhật",
        "Sao",
        "Xong,",
    ]


async def test_a_wave_is_opened_by_taps_alone(chat: OfficeChat, database: Database) -> None:
    """Seven taps and a confirmation open a wave with its cases, and it stands in the audit log."""
    await compose(chat)
    assert "tất cả – 3 người" in chat.card.text
    assert "thứ Ba, 08/12/2026, 17:00" in chat.card.text
    text = await chat.taps("✔ Mở đợt này")
    assert "đợt số 1: 3 người" in text
    async with database.read() as conn:
        wave = await cases.find_wave(conn, 1)
        drawn = await cases.list_cases(conn, 1)
        log = await office.list_orders(conn)
    assert wave is not None
    assert (wave.state, wave.reminders, len(drawn)) == ("open", "+2d,+4d,-1d@08:30", 3)
    assert ("1", "wave.open") in [(entry.actor, entry.action) for entry in log]


async def test_a_double_tap_on_confirm_opens_one_wave(chat: OfficeChat, database: Database) -> None:
    """The second tap on the same button finds its draft used and is answered kindly."""
    await compose(chat)
    button = chat.button("✔ Mở đợt này")
    await chat.presses(button)
    assert "Nút này đã cũ" in await chat.presses(button)
    assert len(await waves(database)) == 1


async def test_a_button_of_an_older_draft_is_stale(chat: OfficeChat, database: Database) -> None:
    """Beginning anew makes the buttons of the first draft stale."""
    await compose(chat)
    button = chat.button("✔ Mở đợt này")
    await chat.says("/quantri")
    await chat.taps("Mở đợt")
    assert "Nút này đã cũ" in await chat.presses(button)
    assert await waves(database) == []


@pytest.mark.parametrize(
    "data", ["q.", "q.zz", "q.d", "q.d.x.form.9", "q.p.999", "q.R.1", "q.e.abc", "q.C.9" * 5]
)
async def test_a_meaningless_button_is_answered_kindly(chat: OfficeChat, data: str) -> None:
    """Callback data of an older version or made up by somebody changes nothing."""
    await open_wave(chat)
    assert await chat.presses(Button("?", data))
    assert chat.labels


async def test_units_are_ticked_and_counted(chat: OfficeChat, database: Database) -> None:
    """Ticking a commune shows its head count; the wave asks only its officials."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Chọn đơn vị"):
        await chat.taps(label)
    assert chat.labels[:3] == ["Xã An Thịnh (1)", "Xã Phú Hòa (2)", "Huyện Lương Tài (3)"]
    assert "Đang chọn 2 người" in await chat.taps("Xã Phú Hòa")
    assert "✔ Xã Phú Hòa (2)" in chat.labels
    for label in ("Xong (1 mục)", "Mở ngay", "Sau 1 tuần", "Không nhắc", "Một lần"):
        await chat.taps(label)
    assert "1 đơn vị (Xã Phú Hòa) – 2 người" in chat.card.text
    await chat.taps("✔ Mở đợt này")
    async with database.read() as conn:
        assert [case.roster_key for case in await cases.list_cases(conn, 1)] == ["A1", "A2"]


async def test_nothing_ticked_stays_on_the_list(chat: OfficeChat) -> None:
    """Finishing without a tick does not go on to everybody by mistake."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Chọn chức danh"):
        await chat.taps(label)
    await chat.taps("Xong (0 mục)")
    assert "Đề nghị chọn ít nhất một mục" in chat.card.text
    assert "Bước 2/6: chức danh" in chat.card.text


async def test_titles_are_ticked(chat: OfficeChat) -> None:
    """A title's tick can be taken back by a second tap."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Chọn chức danh", "Bí thư Đảng ủy"):
        await chat.taps(label)
    assert "Đang chọn 2 người" in chat.card.text
    assert "Đang chọn 0 người" in await chat.taps("✔ Bí thư Đảng ủy")


@pytest.mark.parametrize("typed", ["2026-12-15", "15/12/2026", "15-12-2026", " 2026-12-15T17:00 "])
async def test_a_closing_date_may_be_typed(chat: OfficeChat, typed: str) -> None:
    """Dates are read as Vietnamese write them and as the command line takes them."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Nhập ngày"):
        await chat.taps(label)
    assert "Đóng: thứ Ba, 15/12/2026, 17:00" in await chat.says(typed)


@pytest.mark.parametrize("typed", ["mai", "32/12/2026", "2026-11-01", "1", "x" * 5000])
async def test_a_wrong_date_is_asked_again(chat: OfficeChat, typed: str) -> None:
    """A date that cannot be, or that is over, says what would be right and waits."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Nhập ngày"):
        await chat.taps(label)
    assert "15/12/2026" in await chat.says(typed)
    assert "Bước 4/6" in await chat.says("thôi")


async def test_every_step_can_be_taken_back(chat: OfficeChat) -> None:
    """On the way to the summary each step leads back to the one before."""
    await chat.says("/quantri")
    for label in UP_TO_PLAN:
        await chat.taps(label)
    assert "ước 6/6" in chat.card.text
    for step in ("5/6", "4/6", "3/6", "2/6", "1/6"):
        assert f"ước {step}" in await chat.taps("◀ Bước trước")
    assert "chưa mở đợt nào" in await chat.taps("Thôi")


async def test_the_summary_leads_to_each_thing_and_back(chat: OfficeChat, database: Database) -> None:
    """Titles within a unit, an hour of closing and a plan of one's own: each is changed from the summary."""
    await compose(chat)
    await chat.taps("Sửa người được hỏi")
    await chat.taps("Chọn đơn vị")
    assert "Đang chọn 2 người" in await chat.taps("Xã Phú Hòa")
    assert "Đang chọn 2 người" in await chat.taps("Chỉ hỏi một số chức danh")
    assert "Chủ tịch UBND (1)" in chat.labels
    assert "Đang chọn 1 người" in await chat.taps("Chủ tịch UBND")
    await chat.taps("◀ Bước trước")
    assert "1 đơn vị (Xã Phú Hòa), 1 chức danh (Chủ tịch UBND) – 1 người" in chat.card.text
    assert "Xem lại trước khi mở" in await chat.taps("Đi tiếp với 1 người")
    await chat.taps("Sửa ngày đóng")
    assert "Đợt đóng lúc 20:00 ngày nào" in await chat.taps("20:00")
    assert "Đóng: thứ Ba, 01/12/2026, 20:00" in await chat.taps("Sau 1 tuần")
    await chat.taps("Sửa lịch nhắc")
    await chat.taps("Tự đặt lịch nhắc")
    assert "Chưa đọc được “khi nào cũng được”" in await chat.says("khi nào cũng được")
    for label in ("✔ sau 2 ngày", "✔ trước hạn 1 ngày"):
        await chat.taps(label)
    assert "Đang chọn: sau 3 ngày, sau 4 ngày." in await chat.taps("sau 3 ngày")
    assert "Nhắc: sau 2 ngày, trước hạn 1 ngày lúc 14:00" in await chat.says(
        "sau 2 ngày; Trước hạn 1 ngày lúc 14h"
    )
    await chat.taps("Sửa ngày mở")
    await chat.taps("Nhập ngày khác")
    assert "Bước 4/6" in await chat.says("3/12/2026 8h30")
    await chat.taps("Nhập ngày khác")
    assert "Đóng: thứ Năm, 10/12/2026, 16:30" in await chat.says("16h30 ngày 10/12/2026")
    assert "đợt số 1: 1 người" in await chat.taps("✔ Mở đợt này")
    async with database.read() as conn:
        wave = await cases.find_wave(conn, 1)
    assert wave is not None
    assert (wave.unit_codes, wave.titles) == (("09505",), ("ct_ubnd",))
    assert wave.reminders == "+2d,-1d@14:00"
    assert wave.closes_at.astimezone(VIETNAM).isoformat() == "2026-12-10T16:30:00+07:00"


async def test_a_refused_wave_keeps_what_was_chosen(chat: OfficeChat, database: Database) -> None:
    """Nobody is left to ask: the reason stands above the summary, where it can be changed."""
    await compose(chat)
    async with database.begin() as conn:
        await conn.execute(update(sql.officials).values(left_on=MORNING.date()))
    text = await chat.taps("✔ Mở đợt này")
    assert text.startswith("Chưa làm được:")
    assert "Xem lại trước khi mở" in text
    assert "Sửa người được hỏi" in chat.labels


async def test_the_draft_survives_a_restart(chat: OfficeChat, database: Database) -> None:
    """Another process serves the next tap from the row alone."""
    await compose(chat)
    button = chat.button("✔ Mở đợt này")
    after = OfficeChat(database, chat.address)
    after.now = MORNING
    assert "đợt số 1" in await after.presses(button)


async def test_unfilled_blanks_of_the_notice_open_nothing(database: Database) -> None:
    """While the consent notice has blanks the menu says which settings are missing."""
    await furnish(database)
    chat = OfficeChat(database, details=OfficeDetails("", "", "x", None))
    await chat.enter()
    await chat.says("/quantri")
    text = await chat.taps("Mở đợt")
    assert "KHAOSAT_OFFICE_NAME, KHAOSAT_OFFICE_ADDRESS, KHAOSAT_RETENTION_DAYS" in text


async def test_without_a_roster_nothing_opens(database: Database) -> None:
    """An empty frame is said at the first step."""
    chat = OfficeChat(database)
    await chat.enter()
    await chat.says("/quantri")
    assert "Chưa có danh sách cán bộ" in await chat.taps("Mở đợt")


async def test_progress_counts_by_unit(chat: OfficeChat, database: Database) -> None:
    """Linked, started, completed and not completed stand by commune, with the response rate."""
    await open_wave(chat)
    await link_official(database, "A1", "11")
    await chat.says("/quantri")
    text = await chat.taps("Xem tiến độ")
    assert "Xã Phú Hòa: 1 · 0 · 0 · 2 / 2" in text
    assert "Đã kết nối 1/3" in text
    assert "0/3 (0,0%)" in text


async def test_reminders_go_to_the_linked_who_have_not_finished(chat: OfficeChat, database: Database) -> None:
    """Of three officials one is linked: one reminder is queued, and a double tap queues no second."""
    await open_wave(chat)
    await link_official(database, "A1", "11")
    await chat.says("/quantri")
    assert "Nhắc 1 người" in await chat.taps("Nhắc ngay")
    button = chat.button("✔ Nhắc ngay")
    assert "Đã xếp 1 lời nhắc" in await chat.presses(button)
    assert "không gửi thêm" in await chat.presses(button)
    async with database.read() as conn:
        rows = (await conn.execute(select(sql.outbox.c.address, sql.outbox.c.purpose))).all()
    assert [tuple(row) for row in rows] == [("11", "reminder")]


async def test_whom_a_reminder_is_on_its_way_to_is_not_counted(chat: OfficeChat, database: Database) -> None:
    """The menu counts whom an order would reach: nobody twice."""
    await open_wave(chat)
    await link_official(database, "A1", "11")
    await chat.says("/quantri")
    await chat.taps("Nhắc ngay")
    await chat.taps("✔ Nhắc ngay")
    await link_official(database, "A2", "12")
    await chat.says("/quantri")
    assert "Nhắc 1 người" in await chat.taps("Nhắc ngay")


async def test_at_night_reminders_wait_unless_confirmed(chat: OfficeChat, database: Database) -> None:
    """Outside office hours the menu offers to wait until they begin, or really to send now."""
    await open_wave(chat)
    await link_official(database, "A1", "11")
    chat.now = NIGHT
    await chat.says("/quantri")
    assert "thứ Tư, 25/11/2026, 07:30" in await chat.taps("Nhắc ngay")
    assert "Gửi ngay, ngoài giờ" in chat.labels
    await chat.taps("✔ Gửi khi vào giờ")
    async with database.read() as conn:
        not_before = await conn.scalar(select(sql.outbox.c.not_before))
    assert not_before == NIGHT.replace(day=25, hour=7, minute=30)


async def test_a_sticker_is_answered_with_the_step_that_stands(chat: OfficeChat) -> None:
    """What is neither a tap nor a text says so and shows the question again."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Nhập ngày"):
        await chat.taps(label)
    text = await chat.sends_a_sticker()
    assert "chỉ đọc được chữ" in text
    assert "nhắn ngày" in text


async def test_nobody_to_remind_is_said(chat: OfficeChat) -> None:
    """Without anybody linked there is nothing to confirm."""
    await open_wave(chat)
    await chat.says("/quantri")
    assert "Không còn ai để nhắc" in await chat.taps("Nhắc ngay")


async def test_closing_asks_first_and_closes_once(chat: OfficeChat, database: Database) -> None:
    """Closing names what it means; the second tap hears that it is closed."""
    await open_wave(chat)
    await chat.says("/quantri")
    assert "Đóng đợt số 1?" in await chat.taps("Đóng đợt")
    button = chat.button("✔ Đóng đợt")
    assert "Đã đóng đợt số 1" in await chat.presses(button)
    assert "đã đóng từ trước" in await chat.presses(button)
    async with database.read() as conn:
        assert {case.outcome for case in await cases.list_cases(conn, 1)} == {"unlinked"}


async def test_with_several_waves_the_menu_asks_which(chat: OfficeChat) -> None:
    """Two open waves: the newest stands first."""
    await open_wave(chat)
    chat.now += timedelta(hours=1)
    await open_wave(chat)
    await chat.says("/quantri")
    await chat.taps("Đóng đợt")
    assert chat.labels[0].startswith("Đợt 2 (24/11/2026): ")
    assert "Đóng đợt số 2?" in await chat.taps("Đợt 2")


async def test_taps_edit_the_card_in_place(chat: OfficeChat) -> None:
    """A tap's answer replaces the tapped card and acknowledges the tap; it is not the interview's live card."""
    await chat.says("/quantri")
    assert chat.card.kind is OutboundKind.NOTICE
    await chat.taps("Mở đợt")
    assert (chat.card.kind, chat.card.edit_ref, chat.card.tap_id, chat.card.visit) == (
        OutboundKind.CARD,
        "7",
        "t",
        0,
    )


async def test_whoever_has_no_role_learns_nothing(database: Database) -> None:
    """The answer to /quantri is that to any unknown command."""
    await furnish(database)
    stranger = OfficeChat(database, "901")
    await stranger.enter(role="")
    assert "Tôi chưa hiểu" in await stranger.says("/quantri")
    assert stranger.labels == []


async def test_an_analyst_sees_progress_and_reports_only(chat: OfficeChat, database: Database) -> None:
    """Roles narrow the menu, and a forged button is refused."""
    analyst = OfficeChat(database, "902")
    await analyst.enter("analyst")
    await analyst.says("/quantri")
    assert analyst.labels == ["Xem tiến độ", "Báo cáo", "Xong, đóng bảng"]
    await open_wave(chat)
    assert "Quyền của đồng chí không gồm việc này" in await analyst.presses(Button("", "q.C.1"))
    async with database.read() as conn:
        assert [wave.state for wave in await cases.list_waves(conn)] == ["open"]


async def test_every_button_fits_into_callback_data(chat: OfficeChat) -> None:
    """No step makes callback data of more than 64 bytes."""
    await chat.says("/quantri")
    for label in (*UP_TO_PLAN, "Hằng tháng"):
        await chat.taps(label)
        sizes = [len(button.data.encode()) for row in chat.card.buttons for button in row]
        assert max(sizes) <= 64


async def test_a_recurring_wave_is_opened_by_taps_alone(chat: OfficeChat, database: Database) -> None:
    """One more tap makes a series: the first wave is open, the next one stands planned for the office to see."""
    await compose(chat, "Hằng quý")
    assert "Lặp lại: hằng quý" in chat.card.text
    await chat.taps("✔ Mở đợt này")
    async with database.read() as conn:
        first, second = await cases.list_waves(conn)
    assert (first.state, first.number_in_series) == ("open", 1)
    assert (second.state, second.number_in_series) == ("planned", 2)
    assert second.opens_at.astimezone(MORNING.tzinfo) == MORNING.replace(year=2027, month=2)


async def test_a_wave_longer_than_its_rhythm_is_refused_at_the_step(chat: OfficeChat) -> None:
    """Forty days every month: the card says so and still asks, and another rhythm goes on."""
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Nhập ngày"):
        await chat.taps(label)
    await chat.says("03/01/2027")
    await chat.taps("Không nhắc")
    text = await chat.taps("Hằng tháng")
    assert "kéo dài 41 ngày" in text
    assert "nhiều nhất 28 ngày" in text
    assert "Xem lại trước khi mở" in await chat.taps("Hằng quý")


async def test_a_series_is_stopped_from_the_closing_card(chat: OfficeChat, database: Database) -> None:
    """The planned wave is called off, the open one goes on; a second tap hears that it had stopped."""
    await open_wave(chat, "Hằng tháng")
    await chat.says("/quantri")
    await chat.taps("Đóng đợt")
    assert "lặp lại hằng tháng" in await chat.taps("Đợt 1")
    button = chat.button("Không mở các đợt sau")
    assert "không mở đợt lặp lại nào nữa" in await chat.presses(button)
    assert "đã dừng từ trước" in await chat.presses(button)
    async with database.read() as conn:
        assert [wave.state for wave in await cases.list_waves(conn)] == ["open", "closed"]
        log = await office.list_orders(conn)
    assert ("1", "series.stop") in [(entry.actor, entry.action) for entry in log]


def test_of_many_waves_the_newest_can_be_chosen() -> None:
    """Each with its day, which tells the waves of a series apart; older ones are on the next page."""
    lines = [
        WaveLine(
            number, "thu", "1", "Phiếu thử", "closed", MORNING + timedelta(days=number), MORNING, None, 3, 0
        )
        for number in range(1, 10)
    ][::-1]
    card = menu.choose_wave(lines, "b", VIETNAM)
    labels = [button.label for row in card.rows for button in row]
    assert labels[0] == "Đợt 9 (03/12/2026): Phiếu thử"
    assert len(labels) == menu.PAGE + 2
    assert [row[0].data for row in card.rows[-2:]] == ["q.b.p1", "q.m"]
    last = menu.choose_wave(lines, "b", VIETNAM, 1)
    assert [row[0].data for row in last.rows] == [f"q.b.{lines[8].number}", "q.b.p0", "q.m"]
    assert len(menu.choose_wave(lines[1:], "b", VIETNAM).rows) == 9


async def test_an_administrator_ends_anothers_right(chat: OfficeChat, database: Database) -> None:
    """The list names both; after a question the other's menu is a stranger's, and the audit log says who did it."""
    await link_official(database, "A1", "901")
    other = OfficeChat(database, "901")
    await other.enter()
    await other.says("/quantri")
    stale = other.button("Xem tiến độ")
    await chat.says("/quantri")
    listed = await chat.taps("Người được giao quyền")
    assert "(2)" in listed
    assert "Nguyễn Văn An – mọi quyền" in listed
    asked = await chat.taps("Thu quyền: Nguyễn Văn An")
    assert "Thu quyền của Nguyễn Văn An: mọi quyền?" in asked
    assert "Đã thu quyền quản trị của Nguyễn Văn An" in await chat.taps("✔ Thu quyền")
    for answer in (await other.presses(stale), await other.says("/quantri")):
        assert answer == say(IDENTITY.not_understood)
    async with database.read() as conn:
        (entry,) = await office.list_orders(conn, action="admin.revoked")
        (left,) = await administrators.list_administrators(conn)
    assert (entry.actor, left.address) == (str(left.id), chat.address)


async def test_the_last_owner_stays(chat: OfficeChat, database: Database) -> None:
    """Giving up the last right of all is refused until somebody else has it; then it ends the menu."""
    await chat.says("/quantri")
    await chat.taps("Người được giao quyền")
    await chat.taps("Thôi quản trị")
    assert "(1)" in await chat.taps("◀ Giữ nguyên")
    await chat.taps("Thôi quản trị")
    again = chat.button("✔ Thu quyền")
    assert "người cuối cùng có mọi quyền" in await chat.taps("✔ Thu quyền")
    other = OfficeChat(database, "903")
    await other.enter()
    await chat.presses(Button("", "q.a"))
    await chat.taps("Thôi quản trị")
    assert "không còn quyền quản trị" in await chat.taps("✔ Thu quyền")
    assert await chat.presses(again) == say(IDENTITY.not_understood)
    async with database.read() as conn:
        assert [each.address for each in await administrators.list_administrators(conn)] == ["903"]


async def test_only_who_has_every_right_sees_who_gives_orders(chat: OfficeChat, database: Database) -> None:
    """An analyst has no such button, and a forged one is refused; a number that is not there ends nobody's right."""
    await chat.says("/quantri")
    await chat.taps("Người được giao quyền")
    button = chat.button("Thôi quản trị")
    analyst = OfficeChat(database, "902")
    await analyst.enter("analyst")
    await analyst.says("/quantri")
    assert "Người được giao quyền" not in analyst.labels
    for data in ("q.a", button.data, button.data.replace(".k.", ".K.")):
        assert await analyst.presses(Button("", data)) == say(TEXTS.not_allowed)
    for data in ("q.K.999", "q.K", "q.k.x", "q.K.99999999999999999999"):
        assert await chat.presses(Button("", data)) == say(TEXTS.revoked_before)
    async with database.read() as conn:
        assert len(await administrators.list_administrators(conn)) == 2
