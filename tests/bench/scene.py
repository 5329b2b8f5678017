"""What a load run needs: a database with an open wave, officials who stand at the first of forty questions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.texts.consent import OfficeDetails, fill_notice
from storage import cases, frame, instruments
from storage.database import Database
from storage.records import ConsentRecord
from storage.responses import NewResponse, create_responses
from surveys.interview import Interview
from surveys.projection import pack_interview
from surveys.questionnaire import Questionnaire
from surveys.roster import Roster, read_roster
from surveys.xlsform import read_form
from tests.bench.peers.questions import CHOICES, QUESTIONS, ask
from tests.bench.platform import FIRST_CHAT

DETAILS: Final = OfficeDetails("Ban Tổ chức", "Thị trấn Thứa", "0222 3867 000", 90)
UNITS: Final = (("Xã Phú Hòa", "09505"), ("Xã Lâm Thao", "09529"))
TITLES: Final = ("Chủ tịch UBND", "Tư pháp - hộ tịch", "Văn hóa - xã hội", "Bí thư Đảng ủy")


def form_text() -> str:
    """Return the form of forty questions of five choices, as XLSForm in Markdown."""
    lines = ["| survey |", "| | type | name | label | required |"]
    lines += [f"| | select_one muc | q{n:02} | {ask(n)} | yes |" for n in range(QUESTIONS)]
    lines += ["| choices |", "| | list_name | name | label |"]
    lines += [f"| | muc | m{place} | {label} |" for place, label in enumerate(CHOICES)]
    lines += ["| settings |", "| | form_title | form_id | version |", "| | Khảo sát thử | thu40 | 1 |"]
    return "\n".join(lines)


def roster_text(count: int) -> str:
    """Return a roster of so many officials in two communes."""
    lines = ["Mã,Họ và tên,Chức danh,Đơn vị,Mã đơn vị"]
    for number in range(count):
        unit, code = UNITS[number % 2]
        lines.append(f"A{number:06},Nguyễn Thị An,{TITLES[number % len(TITLES)]},{unit},{code}")
    return "\n".join(lines) + "\n"


async def furnish(path: Path, people: int, *, officials: int = 0, waves: int = 1) -> None:
    """Make the database: ``people`` of all ``officials`` are linked and agreed; each wave asks everybody."""
    database = Database(f"sqlite:///{path}")
    await database.upgrade()
    now = datetime.now(UTC)
    form = read_form(form_text().encode(), "form.md")
    roster = read_roster(roster_text(max(people, officials)).encode(), "roster.csv")
    assert isinstance(form, Questionnaire)
    assert isinstance(roster, Roster)
    async with database.begin() as conn:
        await frame.import_roster(conn, roster, now.date() - timedelta(days=1), now)
        await instruments.publish(conn, form, now)
        addresses = [str(FIRST_CHAT + n) for n in range(people)]
        chats = await frame.ensure_contact_points(conn, "telegram", addresses, now)
        for number in range(waves):
            order = cases.NewWave(form.sha256, now - timedelta(hours=1), now + timedelta(days=3 + number))
            wave_id = await cases.create_wave(conn, order, now)
            await cases.open_wave(conn, wave_id, now, {})
            wave = await cases.find_wave(conn, wave_id)
            assert wave is not None
            await cases.draw(conn, wave, now.date())
            drawn = (await cases.list_cases(conn, wave_id))[:people]
            if number:
                continue
            notice = fill_notice(DETAILS, "Telegram")
            for address, case in zip(addresses, drawn, strict=True):
                assert case.official_id is not None
                await frame.link(conn, chats[address].id, case.official_id, now)
                given = ConsentRecord(
                    case.official_id, "given", notice.version, notice.sha256, "telegram", now
                )
                await frame.record_consents(conn, [given])
            start = form.screens[0].name
            packed = pack_interview(Interview(form, {}, start, today=now.date()))
            await create_responses(conn, [NewResponse(case.id, start, 1, {}, now, packed) for case in drawn])
    await database.dispose()
