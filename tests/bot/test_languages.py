"""A form of two languages: offered once, changed at any time, and no answer changes with it."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.languages import language_card, typed_language
from bot.dispatcher.adapting import adapt
from bot.messages import Caps
from storage import instruments
from surveys import interview as engine
from surveys.form_changes import compare_forms
from surveys.questionnaire import Questionnaire
from surveys.xlsform import examine_form, read_form
from tests.bot.house import House, open_house, order_wave

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | calculation | relevant | required |
| | begin_group | a | A. BẢN THÂN | A. ABOUT YOU | | | |
| | select_one yesno | studied | Đã học chưa? | Have you studied? | | | yes |
| | calculate | said | | | jr:choice-name(${studied}, '${studied}') | | |
| | integer | year | Học năm nào (${said})? | In which year (${said})? | | ${said} = 'Đã học' | |
| | text | wish | Muốn học gì? | | | | |
| | end_group | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | yesno | yes | Đã học | Yes, I have |
| | yesno | no | Chưa học | No, not yet |
| settings |
| | form_id | version | form_title | default_language |
| | hai_thu_tieng | 1 | Phiếu thử | Tiếng Việt (vi) |
"""


def form() -> Questionnaire:
    """Read the form."""
    found = read_form(FORM.encode(), "hai.md")
    assert isinstance(found, Questionnaire), found
    return found


@pytest.fixture
async def house(sqlite_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """Open a house that asks by the form."""
    async with open_house(sqlite_url, tmp_path, is_wave_open=False) as opened:
        async with opened.app.database.begin() as conn:
            await instruments.publish(conn, form(), opened.clock.now())
        opened.wave = await order_wave(opened, "hai_thu_tieng")
        yield opened


async def test_a_person_reads_the_form_in_a_language_of_theirs(house: House) -> None:
    """Asked first, by button or words; kept over a restart; what is stored and judged is the same in both."""
    person = await house.asked()
    assert person.buttons == ["1. Tiếng Việt", "2. English"]
    assert "chưa rõ" in await person.says("tiếng Anh")
    asked = await person.taps("English")
    assert "Have you studied?" in asked
    assert "A. ABOUT YOU" in asked
    assert person.buttons[0] == "1. Yes, I have"
    answered = await person.says("yes, i have")
    assert "In which year (Yes, I have)?" in answered
    await house.restart()
    assert "Muốn học gì?" in await person.says("2014")
    before = await house.answers()
    assert before == {"studied": "yes", "year": "2014"}
    assert "Language" in await person.taps("Ngôn ngữ")
    assert "Muốn học gì?" in await person.says("ngôn ngữ 1")
    assert "Học năm nào (Đã học)?" in await person.says("quay lại")
    assert "In which year" in await person.says("ngôn ngữ English")
    assert await house.answers() == before
    assert (await house.response())["language"] == "English (en)"


def test_where_there_are_no_buttons_the_numbers_are_typed() -> None:
    """The card lists what may be typed; a bare number is taken while nobody has chosen, later it is an answer."""
    found = form()
    plain = adapt(language_card(found, 1, 1), Caps(buttons=False))
    assert plain is not None
    assert "ngôn ngữ 2" in plain.text
    unchosen = engine.begin(found, {}, date(2026, 1, 1), 1).interview
    chosen = unchosen.with_changes(form=found.in_language("English (en)"))
    assert [typed_language(unchosen, said) for said in ("2", "English", "ngôn ngữ 1", "gì cơ")] == [
        *("English (en)", "English (en)", "Tiếng Việt (vi)", "")
    ]
    assert [
        typed_language(chosen, said) for said in ("2", "English", "đổi ngôn ngữ", "ngôn ngữ tiếng việt")
    ] == [*(None, None, "", "Tiếng Việt (vi)")]


def test_what_is_not_translated_is_noted() -> None:
    """Once for a language, with every cell; a name that no question has is refused in every language."""
    read = examine_form(FORM.replace("No, not yet", "").encode(), "hai.md")
    (note,) = read.notes
    assert (note.code, note.place.cell, [place.cell for place in note.also]) == (
        "text_untranslated",
        "D8",
        ["D13"],
    )
    strange = FORM.replace("| Tiếng Việt (vi) |\n", "| Tày |\n")
    assert "default_language_unknown" in {
        each.code for each in examine_form(strange.encode(), "hai.md").notes
    }
    wrong = read_form(FORM.replace("In which year (${said})", "In ${sad}").encode(), "hai.md")
    assert isinstance(wrong, list)
    assert [each.code for each in wrong] == ["unknown_name_close"]


def test_a_translation_is_part_of_the_version_and_has_no_hash_of_its_own() -> None:
    """The published form keeps all languages; another translation is another version, and told."""
    found = form()
    again = Questionnaire.from_json(found.to_json())
    assert again == found
    assert again.in_language("English (en)").sha256 == found.sha256
    changed = read_form(FORM.replace("No, not yet", "Not yet").encode(), "hai.md")
    assert isinstance(changed, Questionnaire)
    assert changed.sha256 != found.sha256
    assert [each.code for each in compare_forms(found, changed)] == ["translation"]
