"""Files and places as answers: told by their bytes, read, shown, packed, exported, printed, cut."""

import io

import docx
import pytest

from surveys import interview as engine
from surveys.attachments import recognise
from surveys.interview import Evaluation, Rejected
from surveys.interview.kinds import SENT
from surveys.paper import sheet_for
from surveys.projection import Layout, pack_interview
from surveys.projection.layout import GIVEN
from surveys.questionnaire import ItemType
from surveys.replies import file_number, read_geopoint, show_file, show_geopoint
from surveys.reporting.answers import AnswerRow, AnswerTable
from surveys.reporting.answers_csv import answers_csv
from surveys.reporting.sent_files import in_parts
from surveys.reporting.word.paper import Copy, paper_document
from surveys.reporting.word.profiles import PROFILES
from surveys.unlinking import Cut
from tests.bot.files_form import JPEG, MP4, OGG, PDF, PNG, files_form, workbook
from tests.surveys.interview_forms import TODAY

FORM = files_form()
ANSWERS = {"diploma": "3-1258291.jpg", "paper": "4-2048.pdf", "place": "21.0285 105.8542 0 12"}
IMAGE, FILE, AUDIO, VIDEO = ItemType.IMAGE, ItemType.FILE, ItemType.AUDIO, ItemType.VIDEO


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        *((JPEG, IMAGE, "jpg"), (PNG, IMAGE, "png"), (b"RIFF\0\0\0\0WEBPVP8 ", IMAGE, "webp")),
        *((b"\0\0\0\x18ftypheic", IMAGE, "heic"), (PDF, IMAGE, ""), (PDF, FILE, "pdf"), (JPEG, FILE, "jpg")),
        *(
            (OGG, AUDIO, "ogg"),
            (MP4, VIDEO, "mp4"),
            (MP4, AUDIO, "m4a"),
            (OGG, VIDEO, ""),
            (b"ID3", AUDIO, "mp3"),
        ),
        *(
            (workbook(), FILE, "xlsx"),
            (b"PK\3\4 no archive", FILE, ""),
            (b"MZ\x90", FILE, ""),
            (b"", FILE, ""),
        ),
        *((b"<svg onload=alert(1)>", IMAGE, ""), (b"<html>", FILE, ""), (b"RIFF\0\0\0\0????", IMAGE, "")),
    ],
)
def test_a_file_is_told_by_its_bytes(content: bytes, kind: ItemType, ending: str) -> None:
    """Whatever it is called; what a question does not take, and what nobody knows, is none."""
    found = recognise(content, kind)
    assert (found.ending if found else "") == ending


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        *(("21.0285, 105.8542", "21.0285 105.8542 0 0"), ("21.0285 105.8542", "21.0285 105.8542 0 0")),
        *(("21,0285; 105,8542", "21.0285 105.8542 0 0"), ("-33.50,+151", "-33.5 151 0 0")),
        *(("21.0285000 105.8542000 7.5 12.4", "21.0285 105.8542 7.5 12.4"), ("0, -0.0", "0 0 0 0")),
        *(
            ("91, 10", "impossible_geopoint"),
            ("10, 181", "impossible_geopoint"),
            ("xã An Thịnh", "not_geopoint"),
        ),
        *(("21.0285", "not_geopoint"), (" ", "empty"), ("21, 105, 3", "not_geopoint")),
    ],
)
def test_a_place_is_latitude_and_longitude(typed: str, stored: str) -> None:
    """Typed with points or commas, or as a phone sends it; it is stored as ODK stores it."""
    found = read_geopoint(typed)
    assert (found.code if isinstance(found, Rejected) else found) == stored


def test_what_is_stored_tells_what_it_is() -> None:
    """The name of a file holds its number and size; what stays after the retention is shown as it is."""
    assert show_file("image", "17-1258291.jpg") == "📷 1 ảnh (1,2 MB)"
    assert show_file("file", "4-2048.pdf") == "📎 1 tệp PDF (2 KB)"
    assert show_file("image", "–") == "–"
    assert (file_number("17-1258291.jpg"), file_number("a.jpg")) == (17, 0)
    assert show_geopoint("21.0285 105.8542 0 12.4") == "📍 21.0285, 105.8542 (±12 m)"


def test_where_they_cannot_be_sent_they_may_be_left_empty() -> None:
    """A required picture is not required on a channel that carries none; elsewhere the response is not whole."""
    begun = engine.begin(FORM, {}, TODAY, 1).interview
    refused = engine.skip(begun)
    assert [event.code for event in refused.events if isinstance(event, Rejected)] == ["cannot_skip"]
    there = engine.skip(begun.with_changes(lacking=frozenset(SENT)))
    assert there.interview.screen == "paper"
    assert there.interview.with_changes(lacking=frozenset()).evaluation.first_pending() == FORM.screens[0]


def test_they_count_as_given_and_stay_nobodys() -> None:
    """Tables count that there was one; after the retention nothing else is left of them."""
    interview = engine.begin(FORM, {}, TODAY, 1).interview.with_changes(answers=ANSWERS)
    packed, slot = pack_interview(interview), Layout.of(FORM).slots[0]
    assert packed[slot.start] == GIVEN
    assert Cut.of(FORM).answers(ANSWERS) == dict.fromkeys(ANSWERS, "–")
    assert Evaluation(FORM, ANSWERS, TODAY).value("place") == ANSWERS["place"]


def test_they_are_named_in_the_export_and_asked_for_on_paper() -> None:
    """The table holds the files' names, archives are parted by their size; a copy says what is to be added to it."""
    row = AnswerRow(1, "K1", "Tên", "Đơn vị", "Chức danh", "completed", answers=ANSWERS)
    line = answers_csv(AnswerTable(FORM, [row]), is_exact=True).decode().split("\r\n")[1]
    assert line.endswith("3-1258291.jpg,4-2048.pdf,,,21.0285 105.8542 0 12,")
    assert list(in_parts({"a": 3, "b": 3, "c": 9, "d": 1}, 6)) == [["a", "b"], ["c"], ["d"]]
    content = paper_document(
        [Copy("K1", "Tên", "Chức danh", "Đơn vị", sheet_for(FORM, {}, TODAY))],
        office="Cơ quan",
        notice="Thông báo",
        profile=next(iter(PROFILES.values())),
        day=TODAY,
    )
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "(kẹp kèm ảnh hoặc bản chụp, ghi số phiếu ở mặt sau)" in words
    assert "(ghi vĩ độ, kinh độ; ví dụ: 21.0285, 105.8542)" in words
