"""Files and places as answers: sent into the chat, fetched beside the turn, seen again, replaced, erased."""

import io
import zipfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels.building import fetching
from bot.conversation.collecting import Collecting
from bot.messages import Inbound
from bot.office.export import answer_table
from bot.office.export_files import messages
from storage import cases, erasure, instruments
from storage.scope import EVERYTHING
from surveys.reporting.sent_files import file_names
from surveys.titles import built_in_titles
from tests.bot.files_form import JPEG, MP4, OGG, PDF, PNG, files_form
from tests.bot.house import ZONE, House, Official, open_house, order_wave
from tests.bot.zalo_house import open_zalo_house


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """A house whose wave asks for files."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as house:
        async with house.app.database.begin() as conn:
            await instruments.publish(conn, files_form(), house.clock.now())
        house.wave = await order_wave(house, "ho_so")
        yield house


def keyboard(official: Official) -> str:
    """What stands on the button below the chat."""
    shown = official.phone.chat.keyboard
    return "" if shown is None else str(shown["keyboard"][0][0]["text"])


async def exported(house: House, first: bytes) -> list[str]:
    """The names of the files in the archive that goes out with the answers, of which the first one is known."""
    async with house.app.database.read() as conn:
        (wave,) = await cases.list_waves(conn)
        table = await answer_table(conn, wave, house.clock.now(), ZONE, built_in_titles())
    names = file_names(table.form, table.rows)
    (sent,) = await messages(house.app.database, wave.id, names, EVERYTHING, house.clock.now())
    assert sent.attachment is not None
    with zipfile.ZipFile(io.BytesIO(sent.attachment.content)) as archive:
        assert sorted(archive.namelist()) == sorted(names)
        assert archive.read(names[0]) == first
    return names


async def stored(house: House) -> list[tuple[str, str, str]]:
    """The files that are kept: question, name, state."""
    return [(row["item"], row["name"], row["state"]) for row in await house.rows("attachments")]


async def test_an_official_proves_with_files_where_and_what_they_are(house: House) -> None:
    """Each kind is told by its bytes; words, wrong and empty files are told what to do; a file is seen and replaced."""
    one = await house.asked()
    phone = one.phone
    assert "bấm 📎" in one.heard
    assert "gửi tệp" in await one.says("bằng đại học")
    assert "không bỏ qua được" in await one.says("bỏ qua")
    assert "không đúng loại" in await one.does(phone.sends_voice(OGG))
    assert "không đọc được" in await one.does(phone.sends_photo(b"<html>" * 100))
    assert "không có nội dung" in await one.does(phone.sends_file("a.jpg", b""))
    assert "lớn quá 10 MB" in await one.does(phone.sends_file("a.jpg", JPEG[:4] + bytes(10 * 1024 * 1024)))
    assert await stored(house) == []
    heard = await one.does(phone.sends_photo(JPEG))
    assert "📷 1 ảnh (684 KB)" in heard
    assert "chứng chỉ" in heard
    ((item, name, state),) = await stored(house)
    assert (item, state) == ("diploma", "kept")
    assert (await house.answers())["diploma"] == name
    assert name.endswith(f"-{len(JPEG)}.jpg")
    assert "không đọc được" in await one.sends_file("a.exe", b"MZ" + bytes(100))
    await one.sends_file("bang.pdf", PDF)
    await one.does(phone.sends_voice(OGG))
    assert "Nơi làm việc" in await one.does(phone.sends_video(MP4))
    assert keyboard(one) == "📍 Gửi vị trí"
    assert "chưa phải là một vị trí" in await one.says("ở xã")
    assert "📍 21.0285, 105.8542 (±12 m)" in await one.does(phone.sends_location(21.0285, 105.8542, 12))
    assert keyboard(one) == ""
    assert (await house.answers())["place"] == "21.0285 105.8542 0 12"
    await one.says("bỏ qua")
    await one.taps("Hồ sơ")
    assert "📷 1 ảnh (684 KB)" in one.heard
    await one.taps("1")
    await one.taps("Xem lại")
    assert phone.pictures[-1] == (name, JPEG)
    await one.does(phone.sends_photo(PNG))
    assert [each[1].rpartition(".")[2] for each in await stored(house)] == ["pdf", "ogg", "mp4", "png"]
    await one.says("gửi")
    names = await exported(house, PNG)
    assert names[0] == (await house.answers())["diploma"]
    before = len(phone.documents)
    await one.says("/dulieu")
    copies = [name for name, _ in phone.documents[before:]]
    assert sorted(copies) == sorted([*names, "du-lieu-cua-toi.json"])
    official = house.officials["K01"].id
    async with house.app.database.begin() as conn:
        await erasure.erase(conn, official, house.clock.now())
    assert await house.rows("attachments") == []


async def test_a_kill_between_the_bytes_and_the_answer_leaves_nothing_half(house: House) -> None:
    """Wherever it dies, the file is fetched or heard of again, and the answer is stored once."""
    one, app = await house.asked(), house.app
    fetch = fetching(app.channels)

    async def dies(*_: object) -> Any:
        raise Killed

    async def hears_and_dies(batch: Sequence[Inbound]) -> None:
        await app.reception.hear(batch)
        raise Killed

    await one.phone.sends_photo(JPEG)
    await house.settle()
    ways: list[tuple[Any, Any, str]] = [
        (dies, app.reception.hear, "received"),
        (fetch, dies, "fetched"),
        (fetch, hears_and_dies, "kept"),
    ]
    for fetching_, hearing, state in ways:
        with pytest.raises(Killed):
            await Collecting(app.database, fetching_, hearing).collect(house.clock.now())
        assert [each[2] for each in await stored(house)] == [state]
        assert ("diploma" in await house.answers()) is (state == "kept")
    await house.tick()
    assert [each[2] for each in await stored(house)] == ["kept"]
    assert [row["item"] for row in await house.rows("answer_revisions") if row["item"] != "intro"] == [
        "diploma"
    ]


class Killed(Exception):  # noqa: N818 - says what happened
    """The process is gone."""


async def test_on_zalo_pictures_and_recordings_are_taken_and_the_rest_may_be_left_empty(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Zalo tells where a picture lies; what it does not carry is led elsewhere, and is not required there."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        async with house.app.database.begin() as conn:
            await instruments.publish(conn, files_form(), house.clock.now())
            await cases.end_wave(conn, house.wave, house.clock.now())
        house.wave = await order_wave(house, "ho_so")
        one = await house.agreed()
        assert "Gửi vào đây một ảnh" in one.heard
        assert "không đọc được" in await one.sends("image", b"<html>")
        assert "📷 1 ảnh (684 KB)" in await one.sends("image", JPEG)
        assert "chưa gửi được tài liệu" in one.heard
        await one.says("bỏ qua")
        assert "🎤 1 đoạn ghi âm" in await one.sends("voice", OGG)
        await one.says("bỏ qua")
        assert "vĩ độ, kinh độ" in one.heard
        assert "Ý kiến khác" in await one.says("bỏ qua")
        assert not any("bấm" in text for text in one.texts)
        assert [row["kind"] for row in await house.rows("attachments")] == ["image", "audio"]
