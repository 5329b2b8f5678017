"""Pictures beside questions and choices: found, kept with the form, sent once when a question opens."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from storage import instruments
from storage.form_media import keep_pictures
from surveys.form_changes import compare_forms
from surveys.questionnaire import Questionnaire
from surveys.xlsform import ReadForm, examine_form
from tests.bot.files_form import JPEG, PNG
from tests.bot.house import House, open_house, order_wave
from tests.bot.zalo_house import open_zalo_house

SURVEY = """
| survey |
| | type | name | label | media::image |
| | note | hello | Đây là bản đồ xã | map.png |
| | select_one sign | sign | Biển nào đúng? | |
| | text | idea | Ý kiến khác | none.png |
| choices |
| | list_name | name | label | image |
| | sign | a | Biển tròn | Tron.JPG |
| | sign | b | Biển vuông | map.png |
| settings |
| | form_id | form_title | version |
| | co_hinh | Phiếu có hình | 1 |
"""
FILES = {"map.png": PNG, "tron.jpg": JPEG, "none.png": b"<svg>", "more.png": PNG}


def read(files: dict[str, bytes] = FILES, survey: str = SURVEY) -> ReadForm:
    """Read the form out of a .zip with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("co_hinh.md", survey)
        for name, content in files.items():
            archive.writestr(f"media/{name}", content)
    return examine_form(buffer.getvalue(), "co_hinh.zip")


def form_with_pictures() -> Questionnaire:
    """Return the form with what it found."""
    form = read().form
    assert form is not None
    return form


async def publish(house: House) -> None:
    """Publish it with its pictures and ask everybody."""
    async with house.app.database.begin() as conn:
        await instruments.publish(conn, form_with_pictures(), house.clock.now())
        await keep_pictures(conn, form_with_pictures(), read().pictures)
    house.wave = await order_wave(house, "co_hinh")


def test_pictures_come_with_the_form_and_are_a_part_of_it() -> None:
    """What the form names is found, whatever the capitals; what is missing or no picture is told with its cell."""
    form, alone = form_with_pictures(), read({}).form
    assert set(form.pictures) == {"map.png", "Tron.JPG"}
    assert [(note.code, note.place.cell) for note in read().notes] == [("picture_unreadable", "E6")]
    assert {note.code for note in read({}).notes} == {"picture_missing"}
    assert alone is not None
    assert alone.pictures == {}
    assert len({form.sha256, alone.sha256, read(FILES | {"map.png": PNG + b"2"}).form.sha256}) == 3  # type: ignore[union-attr]
    assert Questionnaire.from_json(form.to_json()) == form
    other = read(survey=SURVEY.replace("B", "B", 1).replace("none.png", "map.png")).form
    assert other is not None
    assert [change.code for change in compare_forms(form, other)] == ["item_picture"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"b.md": b"| survey |"}, "zip_many_forms"),
        ({"a/map.png": PNG, "b/map.png": PNG}, "zip_name_twice"),
        ({"map.png": bytes(9 * 1024 * 1024)}, "zip_too_heavy"),
        ({"large.png": PNG[:8] + random.Random(1).randbytes(3 * 1024 * 1024)}, "picture_too_large"),
    ],
)
def test_an_archive_that_cannot_be_right_is_told(files: dict[str, bytes], code: str) -> None:
    """Two forms, two files of one name, more than it weighs, a picture that is too large for everybody's phone."""
    found = read(files, SURVEY.replace("none.png", "large.png"))
    assert code in {each.code for each in (*found.problems, *found.notes)}
    assert examine_form(b"PK\x03\x04 none", "a.zip").problems[0].code == "zip_broken"


async def test_pictures_are_sent_before_the_card_once(sqlite_url: str, tmp_path: Path) -> None:
    """The question's, then one for each choice by its number; the card is the last message and live."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as house:
        await publish(house)
        one = await house.asked()
        assert [name for name, _ in one.phone.pictures] == ["map.png"]
        await one.taps("Tiếp")
        assert [(message.caption, "photo" in message.extra) for message in one.phone.heard[-3:]] == [
            ("1. Biển tròn", True),
            ("2. Biển vuông", True),
            ("", False),
        ]
        assert one.phone.pictures[-1] == ("map.png", PNG)
        await one.says("gì cơ")
        assert len(one.phone.pictures) == 3
        await one.taps("Biển vuông")
        assert "Biển vuông" in one.heard
        assert len(one.phone.pictures) == 3
        await one.says("quay lại")
        assert len(one.phone.pictures) == 5
    assert len(read().pictures) == 2


async def test_where_no_picture_can_be_sent_it_is_said_where_to_see_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    """Zalo takes no files from us: the question says that it has pictures."""
    async with open_zalo_house(sqlite_url, tmp_path) as house:
        async with house.app.database.begin() as conn:
            await conn.exec_driver_sql("UPDATE waves SET state = 'closed'")
        await publish(house)
        one = await house.agreed()
        assert "Câu này có 1 hình" in one.heard
