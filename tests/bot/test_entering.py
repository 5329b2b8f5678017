"""A coordinator enters the answers of whoever has no phone; what people say themselves is never written over."""

from datetime import timedelta

from bot.fieldwork import close_now
from bot.texts import say
from bot.texts.consent import PAPER, TELEPHONE, fill_notice
from bot.texts.entering import TEXTS
from storage import cases, extracts, frame
from storage.records import ConsentRecord
from tests.bot.house import CLOSES_AT, House, Official


async def coordinator(house: House, unit: str) -> Official:
    """Somebody who coordinates one commune."""
    now = house.clock.now()
    async with house.app.database.begin() as conn:
        units = {each.code: each.id for each in await frame.list_units(conn, now.date())}
        code = await frame.issue_admin_code(conn, now, CLOSES_AT, role="coordinator", unit_id=units[unit])
    person = house.somebody("Thúy")
    await person.starts(code.long)
    return person


async def opens_list(person: Official) -> str:
    """Go to the list of those who may be entered."""
    await person.says("/quantri")
    await person.taps("Ai chưa xong")
    return await person.taps("Nhập phiếu giúp")


async def test_a_paper_form_is_typed_in_by_the_coordinator(house: House) -> None:
    """Signed consent first, then each screen; left and taken up again; it counts, and everybody sees how it came."""
    thuy = await coordinator(house, "09505")
    listed = await opens_list(thuy)
    assert "Nhập phiếu giúp, đợt số 1" in listed
    assert [label.split(" – ")[0] for label in thuy.buttons[:2]] == ["Lê Minh Đức", "Phạm Thị Lan"]
    assert len(thuy.buttons) == 3  # and the way back: nobody of the other commune
    await thuy.taps("Lê Minh Đức")
    assert "chữ ký đồng ý" in await thuy.taps("Phiếu giấy đã ký")
    assert await house.rows("responses") == []
    first = await thuy.taps("✔ Đã ký")
    assert "✎ Nhập phiếu giấy của Lê Minh Đức" in first
    await thuy.taps("Tiếp")
    await thuy.taps("Đúng")
    await opens_list(thuy)  # something else came up
    again = await thuy.taps("Lê Minh Đức")
    assert "A2. Số năm" in again
    for typed in ("đúng", "đúng", "5 2", "1,2"):
        await thuy.says(typed)
    assert "B4" in await thuy.says_at_once("bỏ qua", "ý kiến viết cho câu chưa thấy")
    await thuy.says("bỏ qua")
    assert "Đã nhập và gửi phiếu" in await thuy.taps("Gửi phiếu")

    assert (await house.answers("K03"))["c01_i"] == "5"
    assert (await house.response("K03"))["status"] == "completed"
    assert {row["channel"] for row in await house.rows("answer_revisions")} == {PAPER}
    (consent,) = await house.rows("consent_events")
    assert (consent["channel"], consent["text_sha256"]) == (
        PAPER,
        fill_notice(house.app.details, PAPER).sha256,
    )
    noted = [
        (row["action"], row["details"]) for row in await house.rows("audit_log") if "entry" in row["action"]
    ]
    about = {"wave": 1, "roster_key": "K03", "mode": PAPER}
    assert noted == [("entry.begin", about), ("entry.submit", about)]
    async with house.app.database.read() as conn:
        exported = {case.standing.roster_key: case.mode async for case in extracts.answers_of_wave(conn, 1)}
    assert exported["K03"] == PAPER
    await thuy.says("/quantri")
    assert "Đã gửi 1" in await thuy.taps("Xem tiến độ")


async def test_what_a_person_says_themselves_wins(house_on_each: House) -> None:
    """Who has answered is not entered; who begins meanwhile is told, and goes on alone; beyond the unit is nobody."""
    house = house_on_each
    lan = await house.at_question(2, "K04")
    thuy = await coordinator(house, "09505")
    await opens_list(thuy)
    assert say(TEXTS.refused) in await thuy.taps("Phạm Thị Lan")
    assert (await house.answers("K04"))["birth"] == "1982"

    await thuy.taps("Chọn người khác")
    await thuy.taps("Lê Minh Đức")
    read = await thuy.taps("Hỏi qua điện thoại")
    assert fill_notice(house.app.details, TELEPHONE).text.splitlines()[1] in read
    await thuy.taps("✔ Đã đọc")
    await thuy.taps("Tiếp")
    await thuy.taps("Đúng")
    duc = await house.linked("K03")
    told = await duc.taps("Tôi đồng ý")
    assert say(TEXTS.being_entered) in told
    assert "A2. Số năm" in told
    await duc.says("6")
    assert say(TEXTS.refused) in await thuy.says("4")
    assert (await house.answers("K03")) == {"birth": "1975", "years": "6"}

    await opens_list(thuy)
    await thuy.forges("q.y.1.s")
    assert "Không tìm thấy" in await thuy.says("nguyen van hoa")  # of the other commune
    await thuy.says("LE MINH")
    assert say(TEXTS.refused) in await thuy.taps("Lê Minh Đức")
    hoa = (await house.case("K01"))["id"]
    assert say(TEXTS.gone) in await thuy.forges(f"q.Y.1.{hoa}.p.1")
    assert [row for row in await house.rows("consent_events") if row["channel"] == PAPER] == []
    assert "A3" in await lan.says("6")


async def test_consent_is_to_this_form_and_a_no_on_the_telephone_is_kept(house: House) -> None:
    """A form signed for an earlier wave opens none; whoever does not agree is asked no more, and nothing is stored."""
    lan, before = house.officials["K04"].id, house.clock.now() - timedelta(days=30)
    async with house.app.database.begin() as conn:
        await frame.record_consent(conn, ConsentRecord(lan, "given", "1", "x", PAPER, before))
    thuy = await coordinator(house, "09505")
    await opens_list(thuy)
    await thuy.taps("Lê Minh Đức")
    await thuy.taps("Chọn người khác")
    assert "bằng cách nào" in await thuy.taps("Phạm Thị Lan")
    await thuy.taps("Chọn người khác")
    await thuy.taps("Lê Minh Đức")
    await thuy.taps("Hỏi qua điện thoại")
    assert say(TEXTS.noted_refusal) in await thuy.taps("không đồng ý")
    assert (await house.case("K03"))["refused_at"] is not None
    await opens_list(thuy)
    assert say(TEXTS.refused) in await thuy.taps("Lê Minh Đức")
    assert await house.rows("responses") == []


async def test_two_who_enter_the_same_form_do_not_answer_for_each_other(house: House) -> None:
    """What one types is for the question that they were shown; if the other has answered it, it is shown anew."""
    thuy, vinh = await coordinator(house, "09505"), await coordinator(house, "09505")
    await opens_list(thuy)
    await thuy.taps("Lê Minh Đức")
    await thuy.taps("Phiếu giấy đã ký")
    await thuy.taps("✔ Đã ký")
    await thuy.taps("Tiếp")
    await thuy.taps("Đúng")
    await opens_list(vinh)
    assert "A2. Số năm" in await vinh.taps("Lê Minh Đức")
    await thuy.says("6")
    assert "A3" in await vinh.says("4")
    picture = await vinh.sends_sticker()
    assert "chưa đọc được hình" in picture
    assert "A3" in picture
    assert await house.answers("K03") == {"birth": "1975", "years": "6"}
    assert "B1" in await vinh.says("4")


async def test_what_a_person_sent_themselves_is_theirs(house: House) -> None:
    """They read what was entered for them and send it: nobody else changes it then, and nobody after the closing."""
    duc, thuy = await house.asked("K03"), await coordinator(house, "09505")
    await opens_list(thuy)
    await thuy.taps("Lê Minh Đức")
    await thuy.taps("Phiếu giấy đã ký")
    await thuy.taps("✔ Đã ký")
    await thuy.taps("Tiếp")
    for typed in ("đúng", "đúng", "đúng", "5 2", "1,2", "bỏ qua", "bỏ qua"):
        await thuy.says(typed)
    assert "Xem lại" in await duc.taps("Tiếp")
    await duc.taps("Gửi phiếu")
    assert (await house.response("K03"))["status"] == "completed"
    assert say(TEXTS.refused) in await thuy.says("sửa 2")
    async with house.app.database.begin() as conn:
        wave = await cases.find_wave(conn, 1)
        assert wave is not None
        await close_now(conn, wave, house.clock.now())
    for old in ("q.y.1", "q.n.1", "q.h.1"):
        heard = await thuy.forges(old)
        assert "không đang mở" in heard
        assert "Phạm Thị Lan" not in heard
