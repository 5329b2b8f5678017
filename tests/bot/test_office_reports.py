"""Reports and differences in the administrators' chat: who may order what, and what each tap does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Button
from bot.texts.office import TEXTS
from storage import frame, office, sql
from storage.database import Database
from tests.bot.answered_wave import answer_wave
from tests.bot.office_chat import MORNING, OfficeChat, furnish

pytestmark = pytest.mark.usefixtures("warm_workers")

DAYS = timedelta(days=1)


@pytest.fixture
async def chat(sqlite_database: Database) -> OfficeChat:
    """Let an administrator in, with a wave in which eight officials answered and two of them differ."""
    changes = {"LT001": {"b_qual": "sdh"}, "LT002": {"b_pol": "none", "b_edu": "khac"}}
    await answer_wave(sqlite_database, MORNING - DAYS, MORNING + 5 * DAYS, count=8, changes=changes)
    entered = OfficeChat(sqlite_database)
    await entered.enter()
    return entered


async def jobs(database: Database) -> list[dict[str, object]]:
    """Return the jobs."""
    async with database.read() as conn:
        return [dict(row) for row in (await conn.execute(select(sql.jobs))).mappings()]


async def orders(database: Database) -> list[tuple[str, dict[str, object]]]:
    """Return what the audit log holds of reports and the roster, oldest first."""
    async with database.read() as conn:
        log = await office.list_orders(conn)
    return [
        (entry.action, dict(entry.details))
        for entry in reversed(log)
        if entry.action.startswith(("wave.report", "roster."))
    ]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("owner", {"Báo cáo", "Chênh lệch với danh sách"}),
        ("analyst", {"Báo cáo"}),
        ("cadre", {"Báo cáo", "Chênh lệch với danh sách"}),
    ],
)
@pytest.mark.usefixtures("chat")
async def test_each_role_sees_what_it_may_order(sqlite_database: Database, role: str, sees: set[str]) -> None:
    """An analyst gets figures, never names; a cadre officer and an administrator both."""
    other = OfficeChat(sqlite_database, "901")
    await other.enter(role)
    await other.says("/quantri")
    assert set(other.labels) & {"Báo cáo", "Chênh lệch với danh sách"} == sees


async def test_a_report_is_ordered_by_taps_alone(chat: OfficeChat, sqlite_database: Database) -> None:
    """Layout, publication, ordered: one job with all of it, and an entry in the audit log."""
    await chat.says("/quantri")
    assert "8/75 người đã gửi phiếu" in await chat.taps("Báo cáo")
    assert chat.labels[0] == "Nghị định 30/2020/NĐ-CP (cơ quan nhà nước) (thường dùng)"
    assert "luôn được ẩn" in await chat.taps("Hướng dẫn 05")
    assert "Đang lập báo cáo đợt số 1" in await chat.taps("Ẩn số liệu nhỏ")
    assert chat.labels == [TEXTS.cancel_job_button]
    (job,) = await jobs(sqlite_database)
    wanted = {"wave": 1, "profile": "hd05", "publishes_roster": False}
    assert job["parameters"] == wanted | {"card": "7"}
    assert await orders(sqlite_database) == [("wave.report", wanted | {"names_persons": True})]


async def test_a_second_report_that_shows_more_warns(chat: OfficeChat) -> None:
    """Hidden before, published now: one of the two only may leave the office. Another layout changes nothing."""
    said = []
    for profile, publishing in (
        ("Nghị định 30", "Ẩn số liệu"),
        ("Hướng dẫn 05", "Ẩn số liệu"),
        ("Nghị định 30", "Công bố đủ"),
    ):
        await chat.says("/quantri")
        await chat.taps("Báo cáo")
        await chat.taps(profile)
        said.append("chỉ phát hành một" in await chat.taps(publishing))
    assert said == [False, False, True]


async def test_publishing_the_roster_whole_is_written_down(
    chat: OfficeChat, sqlite_database: Database
) -> None:
    """The exception stands in the audit log by itself."""
    await chat.says("/quantri")
    for label in ("Báo cáo", "Nghị định 30", "Công bố đủ"):
        await chat.taps(label)
    (job,) = await jobs(sqlite_database)
    assert job["parameters"] == {"wave": 1, "profile": "nd30", "publishes_roster": True, "card": "7"}
    assert [action for action, _ in await orders(sqlite_database)] == ["wave.report", "roster.publish"]


@pytest.mark.parametrize("role", ["analyst", "cadre"])
@pytest.mark.usefixtures("chat")
async def test_only_an_administrator_may_publish(sqlite_database: Database, role: str) -> None:
    """Others are not asked, and a button made by hand is refused."""
    other = OfficeChat(sqlite_database, "901")
    await other.enter(role)
    await other.says("/quantri")
    await other.taps("Báo cáo")
    assert "không gồm việc công bố" in await other.presses(Button("?", "q.B.1.nd30.1"))
    assert await jobs(sqlite_database) == []
    await other.presses(Button("?", "q.b.1.nd30"))
    ((job),) = await jobs(sqlite_database)
    assert job["parameters"]["publishes_roster"] is False  # type: ignore[index]


@pytest.mark.usefixtures("chat")
async def test_an_analyst_gets_to_no_name(sqlite_database: Database) -> None:
    """The cards of differences are refused, also to a button made by hand."""
    other = OfficeChat(sqlite_database, "901")
    await other.enter("analyst")
    for data in ("q.v.1", "q.V.1.all", "q.V.1.yes.3"):
        assert "không gồm việc này" in await other.presses(Button("?", data))


async def test_two_taps_order_one_report(chat: OfficeChat, sqlite_database: Database) -> None:
    """A second order of the same report waits with the first, also from another card."""
    await chat.says("/quantri")
    await chat.taps("Báo cáo")
    await chat.taps("Nghị định 30")
    button = chat.button("Ẩn số liệu nhỏ")
    await chat.presses(button)
    assert "đang được lập" in await chat.presses(button)
    assert len(await jobs(sqlite_database)) == 1


async def test_a_wave_without_answers_makes_no_report(sqlite_database: Database) -> None:
    """The administrator hears why, and what can be done instead."""
    await furnish(sqlite_database)
    chat = OfficeChat(sqlite_database)
    await chat.enter()
    await chat.says("/quantri")
    for label in ("Mở đợt", "Phiếu thử", "Tất cả", "Mở ngay", "Sau 2 tuần", "Không nhắc"):
        await chat.taps(label)
    while "✔ Mở đợt này" not in chat.labels:
        await chat.presses(chat.card.buttons[0][0])
    await chat.taps("✔ Mở đợt này")
    await chat.says("/quantri")
    assert "chưa có phiếu nào được tính" in await chat.taps("Báo cáo")
    assert await jobs(sqlite_database) == []


@pytest.mark.parametrize(
    "data",
    ["q.b.1.xyz", "q.B.1.nd30", "q.B.1.nd30.7", "q.b.99", "q.v.1.x", "q.V.1", "q.V.1.a.zz.9.x.0", "q.V.1.z"],
)
async def test_a_meaningless_button_changes_nothing(
    chat: OfficeChat, sqlite_database: Database, data: str
) -> None:
    """Callback data of an older version or made up by somebody is answered with a card, and orders nothing."""
    assert await chat.presses(Button("?", data))
    assert chat.labels
    assert await jobs(sqlite_database) == []
    async with sqlite_database.read() as conn:
        assert (await conn.execute(select(sql.roster_decisions))).all() == []


async def test_a_difference_is_accepted_from_its_card(chat: OfficeChat, sqlite_database: Database) -> None:
    """The card says what the roster holds and what was answered; accepting shows the next one."""
    await chat.says("/quantri")
    text = await chat.taps("Chênh lệch")
    assert "1/3" in text
    assert "Danh sách: THPT (tốt nghiệp)" in text
    assert "trả lời: Khác" in text
    text = await chat.taps("✔ Chấp nhận, sửa")
    assert text.startswith("✔ Đã sửa danh sách")
    assert "1/2" in text
    async with sqlite_database.read() as conn:
        official = await frame.official_by_key(conn, "LT002")
    assert official is not None
    assert official.edu == "khac"


async def test_a_difference_is_kept_out_of_the_roster(chat: OfficeChat) -> None:
    """The roster stays, the card is not shown again; a tap on the old card finds nothing to do."""
    await chat.says("/quantri")
    await chat.taps("Chênh lệch")
    button = chat.button("Giữ như danh sách")
    assert "✔ Giữ như danh sách" in await chat.presses(button)
    assert "đã được xem xét" in await chat.presses(button)
    assert "1/2" in chat.card.text


async def test_cards_can_be_put_off(chat: OfficeChat) -> None:
    """The next card comes, and after the last the first again."""
    await chat.says("/quantri")
    await chat.taps("Chênh lệch")
    seen = [chat.card.text.splitlines()[0]]
    seen += [(await chat.taps("Xem chỗ khác")).splitlines()[0] for _ in range(3)]
    assert len(set(seen)) == 3
    assert seen[3] == seen[0]


async def test_all_are_accepted_after_a_question(chat: OfficeChat, sqlite_database: Database) -> None:
    """The question says how many, of how many people; each is an entry of its own in the audit log."""
    await chat.says("/quantri")
    await chat.taps("Chênh lệch")
    assert "Danh sách của 2 người" in await chat.taps("Chấp nhận tất cả (3)")
    assert "Đã sửa 3 chỗ" in await chat.taps("✔ Chấp nhận tất cả")
    actions = [action for action, _ in await orders(sqlite_database)]
    assert actions == ["roster.differences", *["roster.difference_accepted"] * 3]
    await chat.says("/quantri")
    assert "không có câu trả lời nào khác" in await chat.taps("Chênh lệch")


async def test_accepting_all_stops_if_they_changed_meanwhile(
    chat: OfficeChat, sqlite_database: Database
) -> None:
    """What was not asked about is never accepted."""
    await chat.says("/quantri")
    await chat.taps("Chênh lệch")
    await chat.taps("Chấp nhận tất cả")
    button = chat.button("✔ Chấp nhận tất cả")
    other = OfficeChat(sqlite_database, "901")
    await other.enter("cadre")
    await other.says("/quantri")
    await other.taps("Chênh lệch")
    await other.taps("Giữ như danh sách")
    assert "3 → 2" in await chat.presses(button)
    async with sqlite_database.read() as conn:
        accepted = await conn.scalar(
            select(sql.roster_decisions.c.id).where(sql.roster_decisions.c.decision == "accepted")
        )
    assert accepted is None
