"""How a card looks: numbered choices, few big buttons, short lines, nothing a phone or Telegram could not show."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer

from bot.callbacks import AnswerTap, MoveTap, decode, from36, to36
from bot.conversation.card_parts import CARD_LIMIT
from bot.conversation.cards import question_card
from bot.conversation.remarks import stored_line
from bot.conversation.review_cards import review_card, section_card
from bot.messages import Caps, Outbound
from bot.office.wave_cards import ask_remind
from storage import sql
from surveys import interview as engine
from surveys.content import built_in_forms
from surveys.field_period import VIETNAM, Calendar
from surveys.interview import Interview
from surveys.questionnaire import Choice, Questionnaire
from surveys.xlsform import read_form
from tests.bot.small_form import small_form

DAY = date(2015, 4, 20)
FACTS = {"birth_year": "1963", "title_years": "7", "qual": "dh"}
BIG = 36**6


def built_in() -> Questionnaire:
    """The form that comes with the program."""
    name, content = built_in_forms()[0]
    form = read_form(content, name)
    assert isinstance(form, Questionnaire)
    return form


def open_at(screen: str) -> Interview:
    """The small form opened at a screen."""
    return engine.jump(engine.begin(small_form(), FACTS, DAY, 1).interview, screen).interview


def card_of(interview: Interview) -> Outbound:
    """The card of an open question."""
    return question_card(engine.view(interview), interview.form, 1, interview.visit)


def labels(card: Outbound) -> list[list[str]]:
    """The labels of a card's buttons in rows."""
    return [[button.label for button in row] for row in card.buttons]


def test_choices_are_numbered_in_the_text_and_on_the_buttons() -> None:
    """Short labels stand on the buttons, one a row; the text numbers them for whoever types."""
    interview = replace(open_at("qual"), facts={})
    card = card_of(interview)
    assert "1. Chưa qua đào tạo\n2. Trung cấp\n3. Cao đẳng\n4. Đại học" in card.text
    assert labels(card) == [
        ["1. Chưa qua đào tạo"],
        ["2. Trung cấp"],
        ["3. Cao đẳng"],
        ["4. Đại học"],
        ["◀ Quay lại", "Tạm dừng"],
    ]


@pytest.mark.parametrize(
    ("number", "label", "shown"),
    [
        (1, "1 ngày", "1. 1 ngày"),
        (2, "2–3 ngày", "2. 2–3 ngày"),
        (3, "3 – Trung bình", "3. Trung bình"),
        (4, "4. Khá", "4. Khá"),
        (5, "5", "5"),
        (1, "10 năm", "1. 10 năm"),
    ],
)
def test_a_label_that_begins_with_a_number_keeps_its_meaning(number: int, label: str, shown: str) -> None:
    """Only the choice's own number before a dash or full stop is left out, never a part of what it says."""
    form = small_form()
    choices = [Choice(str(i), label if i == number else f"mục {i}") for i in range(1, 6)]
    changed = form.with_choice_lists({"qual": tuple(choices)})
    interview = engine.jump(engine.begin(changed, {}, DAY, 1).interview, "qual").interview
    assert shown in card_of(interview).text.splitlines()


def test_what_the_roster_knows_is_confirmed_with_the_first_button() -> None:
    """The roster's value is said once and its button stands on top."""
    card = card_of(open_at("birth"))
    assert card.text.count("1963") == 1
    assert labels(card)[0] == ["✔ Đúng: 1963"]
    assert "Nếu đúng, bấm hoặc nhắn “Đúng”. Nếu khác, nhắn lại." in card.text


def test_two_ratings_are_two_rows_of_numbers() -> None:
    """One screen for importance and level: a heading and five numbers each."""
    assert labels(card_of(open_at("c01")))[:4] == [
        ["▼ Mức độ quan trọng"],
        ["1", "2", "3", "4", "5"],
        ["▼ Mức độ hiện có"],
        ["1", "2", "3", "4", "5"],
    ]


def test_an_optional_question_says_so_and_can_be_skipped() -> None:
    """“Bỏ qua” is offered only where it is accepted."""
    card = card_of(open_at("idea"))
    assert "Câu này có thể bỏ qua." in card.text
    assert labels(card)[-1] == ["◀ Quay lại", "Bỏ qua", "Tạm dừng"]
    assert "Bỏ qua" not in labels(card_of(open_at("topics")))[-1]


def test_an_ended_question_mark_meets_no_colon() -> None:
    """The acknowledgement of a question that ends in "?" reads well."""
    interview = engine.reply(open_at("from_day"), "2/9/2015").interview
    assert stored_line(interview, "from_day") == "✔ B3. Có thể đi học từ ngày nào: 2/9/2015"


def test_the_review_says_what_is_missing() -> None:
    """Each section with its questions' numbers and how many are open."""
    interview = engine.review(engine.reply(open_at("birth"), "1963").interview).interview
    card = review_card(engine.view(interview), 1, interview.visit, is_amendment=False)
    assert "A. BẢN THÂN: câu 1–3, còn 2 câu\nB. NHU CẦU: câu 4–7, còn 4 câu" in card.text


def test_a_calendar_stands_with_a_question_about_a_day_where_there_is_one() -> None:
    """Other questions have none, nor has a channel that shows none."""
    caps = Caps(picks_dates=True)
    for screen, picks in (("from_day", "date"), ("idea", ""), ("topics", "")):
        interview = open_at(screen)
        view = engine.view(interview)
        assert question_card(view, interview.form, 1, 1, caps=caps).picks == picks
        assert question_card(view, interview.form, 1, 1).picks == ""


def test_every_card_of_the_built_in_form_fits() -> None:
    """No card is too long, no row too wide, no callback longer than 64 bytes, whatever the numbers grow to."""
    form = built_in()
    interview = engine.begin(form, {}, DAY, 1).interview
    for screen in form.screens:
        opened = engine.jump(interview, screen.name).interview
        view = engine.view(opened)
        if view.screen != screen.name:
            continue
        card = question_card(view, form, BIG, BIG, "x" * 400)
        assert len(card.text) <= CARD_LIMIT
        assert sum(map(len, card.buttons)) <= 40
        for row in card.buttons:
            assert len(row) <= 5
            assert all(len(button.data.encode()) <= 64 and len(button.label) <= 45 for button in row)
    sections = engine.view(engine.review(interview).interview).sections
    for section in sections:
        card = section_card(section, form, BIG, BIG)
        assert len(card.text) <= CARD_LIMIT


numbers = st.integers(0, 2**31 - 1)  # what a serial column holds


@given(numbers, numbers, st.integers(0, 999), st.integers(0, 999), st.booleans())
def test_a_tapped_choice_is_read_back(response: int, visit: int, item: int, choice: int, on: bool) -> None:
    """What stands behind a button says exactly what was tapped."""
    tap = AnswerTap(response, visit, item, choice, on)
    assert decode(tap.encode()) == tap


@given(numbers, numbers, st.sampled_from(["next", "back", "jump", "section", "submit"]), st.integers(0, 999))
def test_a_tapped_way_is_read_back(response: int, visit: int, verb: str, argument: int) -> None:
    """The same for the ways from card to card."""
    tap = MoveTap(response, visit, verb, argument)
    assert decode(tap.encode()) == tap


@given(st.text(max_size=64))
def test_made_up_data_never_raises(data: str) -> None:
    """Whatever comes back from a phone is read or refused."""
    decode(data)
    decode("a." + data)
    decode("n." + data)


@pytest.mark.parametrize(
    "data",
    ["", "a", "a.1.2.3.4", "a.1.1.1.1.2", "a.-1.1.1.1.1", "n.1.1.next", "x.1.1.1.1.1", "a.zzzzzz.1.1.1.1"],
)
def test_wrong_data_is_refused(data: str) -> None:
    """Too few parts, a third state, negative numbers, numbers beyond any row: none is a tap."""
    assert decode(data) is None


# --- numbers in callback data -----------------------------------------------------------------------

LARGEST = 2**31 - 1


def test_every_number_in_callback_data_is_a_rows_and_fits() -> None:
    """What stands behind a button numbers rows, or visits: 31 bits on PostgreSQL, which six digits hold."""
    numbered = [
        sql.responses.c.id,
        sql.responses.c.visit,
        sql.cases.c.id,
        sql.waves.c.id,
        sql.administrators.c.id,
    ]
    assert [type(column.type) for column in numbered] == [Integer] * len(numbered)
    assert from36(to36(LARGEST)) == LARGEST
    assert from36(to36(LARGEST + 1)) is None


@given(st.integers(0, LARGEST))
def test_a_number_is_read_back(number: int) -> None:
    """Any number of a row survives the way through a button."""
    assert from36(to36(number)) == number


def test_the_largest_numbers_fit_behind_a_button() -> None:
    """64 bytes hold an interview's buttons, a reminder's, and an order's token: that one is an update's number."""
    token = to36(2**63 - 1)
    evening = datetime(2015, 4, 20, 20, tzinfo=VIETNAM)
    asked = ask_remind(LARGEST, 1, token, Calendar.vietnam([2015]), evening)
    datas = [button.data for row in asked.rows for button in row]
    datas += [
        AnswerTap(LARGEST, LARGEST, 99, 999, on=True).encode(),
        MoveTap(LARGEST, LARGEST, "section", 99).encode(),
    ]
    datas += [f"r.am.{to36(LARGEST)}"]
    assert max(len(data.encode()) for data in datas) <= 64
    assert decode(datas[-3]) == AnswerTap(LARGEST, LARGEST, 99, 999, on=True)
