"""What stands folded: a long list behind what the roster knows, the numbers of the lines to correct."""

from dataclasses import replace

from bot.conversation.cards import asks_for_more, question_card
from bot.messages import Caps
from surveys import interview as engine
from surveys.interview import Interview
from surveys.questionnaire import Questionnaire
from tests.bot import test_scenarios
from tests.bot.house import House
from tests.surveys.interview_forms import TODAY
from tests.surveys.test_interview_built_in import FORM

great_house = test_scenarios.great_house


def asked_one_by_one() -> tuple[Questionnaire, Interview]:
    """Open the title's question of the built-in form without its list of what the roster knows."""
    form = replace(FORM, screens=tuple(screen for screen in FORM.screens if not screen.confirms))
    begun = engine.begin(form, {"unit": "09496", "title": "vptk"}, TODAY, 1).interview
    return form, engine.confirm(begun).interview


def test_a_long_list_is_folded_behind_what_the_roster_knows() -> None:
    """Two buttons, right or choose anew; the choices are drawn when they are asked for."""
    form, interview = asked_one_by_one()
    folded = question_card(engine.view(interview), form, 1, 1)
    assert "A2. Chức danh" in folded.text
    assert "1. Bí thư Đảng ủy" not in folded.text
    assert [row[0].label for row in folded.buttons[:2]] == ["✔ Đúng: Văn phòng – thống kê", "Chọn lại"]
    assert "1. Bí thư Đảng ủy" in question_card(engine.view(interview), form, 1, 1, is_open=True).text


def test_where_buttons_hold_whole_choices_a_long_list_is_shown_whole() -> None:
    """One button for each choice, with all its words and below what the roster knows; the text does not repeat them."""
    form, interview = asked_one_by_one()
    view = engine.view(interview)
    card = question_card(view, form, 1, 1, caps=Caps(whole_choices=True))
    labels = [button.label for row in card.buttons for button in row]
    choices = [f"{option.number}. {option.label}" for option in view.prompts[0].options]
    assert len(choices) > 15
    assert labels[: len(choices) + 1] == ["✔ Đúng: Văn phòng – thống kê", *choices]
    assert "Bí thư Đảng ủy" not in card.text


def test_the_list_is_asked_for_in_words_too() -> None:
    """As on a channel that has no buttons; the label of another choice is taken without it."""
    _, interview = asked_one_by_one()
    assert asks_for_more(engine.view(interview), "Chọn lại.")
    assert not asks_for_more(engine.view(interview), "tài chính kế toán")
    assert engine.reply(interview, "tài chính kế toán").interview.answers["a_title"] == "tckt"


async def test_what_the_roster_knows_is_confirmed_with_one_tap(great_house: House) -> None:
    """Every line that was shown is an answer afterwards; the next card counts them and does not repeat them."""
    person = await great_house.asked("K03")
    assert person.buttons == ["✔ Đúng cả", "Sửa", "Tạm dừng"]
    assert "8. Văn hóa: THPT (tốt nghiệp)" in person.heard
    heard = await person.taps("✔ Đúng cả")
    assert heard.startswith("✔ Đã ghi 12 câu trả lời.")
    assert "B7." in heard
    answers = await great_house.answers("K03")
    assert (answers["a_title"], answers["b_edu"], answers["a_birth"]) == ("vptk", "thpt", "1975")


async def test_a_line_is_corrected_and_the_list_comes_back(great_house: House) -> None:
    """“Sửa” gives every line its number; the corrected one stands in the list, the others wait to be confirmed."""
    person = await great_house.asked("K03")
    await person.taps("Sửa")
    assert person.buttons[:3] == ["1", "2", "3"]
    await person.taps("9")
    assert "B2. Trình độ chuyên môn" in person.heard
    heard = await person.taps("5. Đại học")
    assert "9. Chuyên môn: Đại học" in heard
    assert set(await great_house.answers("K03")) == {"b_qual"}
    await person.taps("✔ Đúng cả")
    answers = await great_house.answers("K03")
    assert (answers["b_qual"], answers["b_pol"]) == ("dh", "sc")


async def test_a_line_is_corrected_in_words(great_house: House) -> None:
    """“sửa” shows the numbers, “sửa 6” or the number alone opens the line, “đúng cả” confirms the rest."""
    person = await great_house.asked("K03")
    assert "Bấm số của dòng cần sửa" in await person.says("sửa")
    assert "A5. Năm sinh" in await person.says("sửa 6")
    assert "6. Năm sinh: 1976" in await person.says("1976")
    assert "A4. Giới tính" in await person.says("5")
    assert "5. Giới tính: Nữ" in await person.says("nữ")
    assert "B7." in await person.says("đúng cả")
    answers = await great_house.answers("K03")
    assert (answers["a_birth"], answers["a_gender"], answers["a_title"]) == ("1976", "nu", "vptk")
