"""Every verb of the office's menu, tried by every role, in its units and beyond them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import update

from bot.messages import Button
from bot.office import orders
from bot.office.desk import VERBS
from bot.office.orders import WaveOrder, open_wave
from bot.office.rights import ROLES
from bot.texts import say
from bot.texts.identity import TEXTS as IDENTITY
from bot.texts.office import TEXTS
from storage import administrators, frame, office
from storage.database import Database
from storage.sql import cases
from surveys.titles import built_in_titles
from tests.bot.office_chat import CALENDAR, DETAILS, FORM, MORNING, OfficeChat, furnish, link_official

ALL: Final = frozenset(ROLES)
RUNNING: Final = frozenset({"owner", "administrator"})
HELPING: Final = RUNNING | {"coordinator"}
COUNTING: Final = HELPING | {"analyst", "cadre"}
REPORTING: Final = RUNNING | {"analyst", "cadre"}
NAMING: Final = frozenset({"owner", "cadre"})

MAY: Final[Mapping[str, frozenset[str]]] = {
    "m": ALL,
    "X": ALL,
    "x": ALL,
    "o": RUNNING,
    "d": RUNNING,
    "p": COUNTING,
    "P": COUNTING,
    "q": HELPING,
    "Q": HELPING,
    "j": RUNNING,
    "J": RUNNING,
    "r": HELPING,
    "R": HELPING,
    "c": RUNNING,
    "C": RUNNING,
    "S": RUNNING,
    "s": RUNNING,
    "e": NAMING,
    "b": REPORTING,
    "B": REPORTING,
    "v": NAMING,
    "V": NAMING,
    "n": HELPING,
    "f": HELPING,
    "h": HELPING,
    "H": HELPING,
    "i": HELPING,
    "y": HELPING,
    "Y": HELPING,
    "z": HELPING,
    "w": frozenset({"owner", "dpo"}),
    "W": frozenset({"owner", "dpo"}),
    "A": frozenset({"owner"}),
    "u": RUNNING,
    "U": RUNNING,
    "l": RUNNING,
    "L": RUNNING,
    "E": RUNNING,
    "T": RUNNING,
    "D": RUNNING,
    "F": RUNNING,
    "a": RUNNING,
    "k": RUNNING,
    "K": RUNNING,
    "g": RUNNING,
    "G": RUNNING,
    "bf": RUNNING | {"cadre"},
    "si": RUNNING | {"cadre"},
    "pl": RUNNING | {"cadre"},
}
"""Which roles may use which verb: written down, not read from the program."""

REST: Final[Mapping[str, str]] = {
    "d": ".x.form.0",
    "R": ".{wave}.x1.0",
    "P": ".{wave}.u",
    "Q": ".{wave}.x2",
    "J": ".{wave}.3",
    "B": ".{wave}.nd30.0",
    "V": ".{wave}.all",
    "f": ".{wave}.{case}",
    "Y": ".{wave}.{case}",
    "L": ".y.1.0",
    "E": ".o.{case}",
    "U": ".w.0.0.0",
    "W": ".1",
    "T": "",
    "D": "",
    "F": ".begin.1",
    "k": ".1",
    "K": ".1",
    "g": ".analyst",
    "G": ".analyst.{beyond}.30",
    "bf": ".n",
    "si": ".b",
    "pl": "",
    **dict.fromkeys("mxoawlzuA", ""),
}
"""What follows a verb; else the number of the wave."""

BEYOND: Final = ("Lê Văn Cường", "Xã An Thịnh", "B1")
"""What nobody with a role for the other commune may read anywhere."""


async def open_waves(database: Database) -> tuple[int, int]:
    """Open a wave for everybody and one for the other commune; returns the numbers."""
    numbers = []
    async with database.begin() as conn:
        for codes in ((), ("09499",)):
            order = WaveOrder(FORM.form_id, MORNING, MORNING.replace(month=12), codes)
            made = await open_wave(
                conn, order, DETAILS, CALENDAR, titles=built_in_titles(), actor="test", now=MORNING
            )
            numbers.append(made.number)
    return numbers[0], numbers[1]


async def units_of(database: Database) -> dict[str, int]:
    """Return the numbers of the units by code."""
    async with database.read() as conn:
        return {unit.code: unit.id for unit in await frame.list_units(conn, MORNING.date())}


async def heard(chat: OfficeChat, data: str) -> str:
    """Press a button by its data; returns all that is said, with the labels of the buttons."""
    await chat.presses(Button("?", data))
    return "\n".join([*(message.text for message in chat.heard), *chat.labels])


def test_every_verb_has_a_line() -> None:
    """A new verb without one fails here; so does a new role."""
    assert set(MAY) == set(VERBS)
    assert {"owner", "administrator", "coordinator", "analyst", "cadre", "dpo"} == ALL


@pytest.mark.parametrize("role", sorted(ALL))
async def test_each_role_may_what_is_written_and_sees_nobody_beyond(
    sqlite_database: Database, role: str
) -> None:
    """Every verb, forged or not, for a commune: refused outright, or answered without a word of the other one."""
    await furnish(sqlite_database)
    everywhere, beyond = await open_waves(sqlite_database)
    held = await units_of(sqlite_database)
    first = OfficeChat(sqlite_database, "900")
    await first.enter()
    chat = OfficeChat(sqlite_database, "901")
    await chat.enter(role, unit="" if role == "owner" else "09505")
    wrong = []
    for verb in VERBS:
        for wave in (everywhere, beyond, 99):
            rest = REST.get(verb, ".{wave}").format(wave=wave, case="3", beyond=held["09499"])
            said = await heard(chat, f"q.{verb}{rest}")
            is_refused = say(TEXTS.not_allowed) in said
            if is_refused == (role in MAY[verb]):
                wrong.append((verb, wave, said))
            if role != "owner" and any(word in said for word in BEYOND):
                wrong.append((verb, wave, said))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(ALL - {"owner"}))
async def test_a_wave_beyond_is_a_wave_that_is_not_there(sqlite_database: Database, role: str) -> None:
    """Its number says no more than one that was never given: neither in words nor in an order that is noted."""
    await furnish(sqlite_database)
    _, beyond = await open_waves(sqlite_database)
    chat = OfficeChat(sqlite_database, "901")
    await chat.enter(role, unit="09505")
    async with sqlite_database.read() as conn:
        before = len(await office.list_orders(conn, None))
    for verb in (each for each in VERBS if REST.get(each, ".{wave}").startswith(".{wave}")):
        rest = REST.get(verb, ".{wave}")
        said = [await heard(chat, f"q.{verb}" + rest.format(wave=wave, case="1")) for wave in (beyond, 99)]
        assert said[0].replace(str(beyond), "99") == said[1].replace(str(beyond), "99"), verb
    async with sqlite_database.read() as conn:
        assert len(await office.list_orders(conn, None)) == before


async def test_an_order_reaches_only_the_units_of_whoever_gives_it(sqlite_database: Database) -> None:
    """A coordinator's reminder goes to one commune; an administrator's wave for "all" asks one commune."""
    await furnish(sqlite_database)
    for key, address in (("A1", "901"), ("B1", "902")):
        await link_official(sqlite_database, key, address)
    await open_waves(sqlite_database)
    async with sqlite_database.begin() as conn:  # as if their invitations had arrived the day before
        await conn.execute(update(cases).values(begun_at=MORNING - timedelta(days=1)))
    coordinator = OfficeChat(sqlite_database, "903")
    await coordinator.enter("coordinator", unit="09505")
    assert "Nhắc 1 người" in await heard(coordinator, "q.r.1")
    assert "Đã xếp 1 lời nhắc" in await coordinator.taps("✔ Nhắc ngay")
    chief = OfficeChat(sqlite_database, "904")
    await chief.enter("administrator", unit="09505")
    await chief.says("/quantri")
    for label in (
        "Mở đợt",
        "Phiếu thử",
        "Tất cả (2 người)",
        "Mở ngay",
        "Sau 2 tuần",
        "Không nhắc",
        "Một lần",
    ):
        await chief.taps(label)
    assert "2 người" in await chief.taps("✔ Mở đợt này")
    async with sqlite_database.read() as conn:
        made = await orders.find_wave(conn, 3)
    assert made.unit_codes == ("09505",)
    assert "chỉ người có quyền ở mọi đơn vị" in await heard(chief, "q.C.1")
    assert "Đã đóng đợt số 3" in await heard(chief, "q.C.3")


async def test_a_coordinator_sees_who_is_left_and_passes_a_text_on(sqlite_database: Database) -> None:
    """Counts of the own commune, the names there, a text with a code for whom no message reaches."""
    await furnish(sqlite_database)
    await link_official(sqlite_database, "A1", "901")
    await open_waves(sqlite_database)
    chat = OfficeChat(sqlite_database, "903")
    await chat.enter("coordinator", unit="09505")
    assert "Đợt số 1 đang mở" in await chat.says("/quantri")
    progress = await chat.taps("Xem tiến độ")
    assert "Đã kết nối 1/2" in progress
    await chat.says("/quantri")
    listed = await chat.taps("Ai chưa xong")
    assert "2 người chưa xong" in listed
    assert "Nguyễn Văn An" in listed
    assert [label for label in chat.labels if label.startswith("Lời nhắn")] == ["Lời nhắn: Trần Thị Bình"]
    await chat.taps("Lời nhắn")
    passed_on, card = chat.heard
    assert "Kính gửi đồng chí Trần Thị Bình" in passed_on.text
    assert "cho riêng đồng chí Trần Thị Bình" in card.text


async def test_a_role_is_given_by_a_link_and_used_once(sqlite_database: Database) -> None:
    """An administrator of a commune gives a coordinator there for 30 days; no owner, no other commune."""
    await furnish(sqlite_database)
    held = await units_of(sqlite_database)
    chief = OfficeChat(sqlite_database, "901")
    await chief.enter("administrator", unit="09505")
    await chief.says("/quantri")
    await chief.taps("Người được giao quyền")
    await chief.taps("Giao quyền")
    assert set(chief.labels[:-1]) == {
        "quản trị trong phạm vi",
        "đầu mối đơn vị",
        "xem số liệu",
    }
    await chief.taps("đầu mối")
    assert chief.labels[0] == "Xã Phú Hòa"
    await chief.taps("Xã Phú Hòa")
    assert "đầu mối đơn vị (Xã Phú Hòa)" in await chief.taps("30 ngày")
    refusals = (
        f"coordinator.{held['09499']}.30",
        "coordinator.0.30",
        "owner.0.0",
        f"cadre.{held['09505']}.0",
    )
    for forged in refusals:
        assert "vượt quá quyền" in await heard(chief, f"q.G.{forged}")


async def test_nobody_ends_a_right_above_their_own(sqlite_database: Database) -> None:
    """The owner is not in the list of a commune's administrator; another commune's coordinator neither."""
    await furnish(sqlite_database)
    for address, role, unit in (
        ("900", "owner", ""),
        ("902", "coordinator", "09499"),
        ("903", "cadre", "09505"),
    ):
        await OfficeChat(sqlite_database, address).enter(role, unit=unit)
    chief = OfficeChat(sqlite_database, "901")
    await chief.enter("administrator", unit="09505")
    assert "(2)" in await heard(chief, "q.a")
    for number in (1, 2):
        assert say(TEXTS.revoked_before) in await heard(chief, f"q.K.{number}")
    assert "vượt quá quyền" in await heard(chief, "q.K.3")
    async with sqlite_database.read() as conn:
        assert len(await administrators.list_administrators(conn)) == 4


async def test_whoever_has_several_roles_has_each_in_its_place(sqlite_database: Database) -> None:
    """Coordinator of one commune, analyst of another: names of the first alone, progress of both."""
    await furnish(sqlite_database)
    await open_waves(sqlite_database)
    chat = OfficeChat(sqlite_database, "901")
    await chat.enter("coordinator", unit="09505")
    await chat.enter("analyst", unit="09499")
    assert "0/3" in await heard(chat, "q.p.1")
    named = await heard(chat, "q.n.1")
    assert "Nguyễn Văn An" in named
    assert "Lê Văn Cường" not in named


async def test_a_right_that_has_expired_is_no_right(sqlite_database: Database) -> None:
    """From its last moment on the menu is a stranger's."""
    await furnish(sqlite_database)
    chat = OfficeChat(sqlite_database, "901")
    await chat.enter("coordinator", unit="09505", days=1)
    assert "Quản trị" in await chat.says("/quantri")
    chat.now = MORNING.replace(day=25)
    assert await chat.says("/quantri") == say(IDENTITY.not_understood)


async def test_the_data_protection_contact_sees_requests_and_nothing_else(sqlite_database: Database) -> None:
    """Name, what was asked, the legal days; of the surveys not even that one is open."""
    await furnish(sqlite_database)
    await open_waves(sqlite_database)
    async with sqlite_database.begin() as conn:
        person = await frame.official_by_key(conn, "A1")
        assert person is not None
        today = MORNING.date()
        await frame.register_request(conn, person.id, "withdraw", MORNING, answer_due=today, act_due=today)
    chat = OfficeChat(sqlite_database, "901")
    await chat.enter("dpo")
    assert "đợt" not in (await chat.says("/quantri")).casefold()
    assert chat.labels == ["Yêu cầu về dữ liệu cá nhân", "Xong, đóng bảng"]
    said = await chat.taps("Yêu cầu")
    assert "Nguyễn Văn An (Xã Phú Hòa) – rút lại đồng ý" in said
