"""A form played in the terminal: the same replies as in the chat, nothing stored."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.preview import play_here
from bot.cli.root import app
from bot.conversation.preview import play
from bot.messages import Outbound
from surveys.content import read
from surveys.field_period import VIETNAM
from surveys.interview import Interview, Status
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
FORM = """
| survey |                  |            |                       |          |          |
|        | type             | name       | label                 | required | relevant |
|        | select_one yesno | studied    | Đã học chưa?          | yes      |          |
|        | integer          | year       | Học năm nào?          | yes      | ${studied} = 'yes' |
|        | text             | wish       | Muốn học gì?          |          |          |
| choices |           |      |       |
|         | list_name | name | label |
|         | yesno     | yes  | Đã học |
|         | yesno     | no   | Chưa học |
| settings |            |         |            |
|          | form_id    | version | form_title |
|          | thu        | 1       | Phiếu thử  |
"""


@pytest.fixture
def form() -> Questionnaire:
    """Read the small form."""
    found = read_form(FORM.encode(), "thu.md")
    assert isinstance(found, Questionnaire), found
    return found


def played(form: Questionnaire, *lines: str) -> tuple[Interview, list[str]]:
    """Type these lines; return where the interview stands and the texts of the cards."""
    waiting: Iterator[str] = iter(lines)
    cards: list[Outbound] = []
    interview = play(form, lambda: next(waiting, None), cards.append, now=NOW, zone=VIETNAM)
    return interview, [card.text for card in cards]


def test_a_form_is_played_to_its_end(form: Questionnaire) -> None:
    """Numbers, words without accents and skipping work as in the chat; the end says what would be saved."""
    interview, texts = played(form, "da hoc", "2010", "bỏ qua", "gửi", "never read")
    assert interview.status is Status.COMPLETED
    assert (interview.answers["studied"], interview.answers["year"]) == ("yes", "2010")
    assert "Câu 1" in texts[0]
    assert "Phiếu đã được gửi" in texts[-1]


def test_a_wrong_reply_is_explained_and_asked_again(form: Questionnaire) -> None:
    """The card says why, and the question stands."""
    _, texts = played(form, "1", "năm ngoái")
    assert "chưa phải là một số" in texts[-1]
    assert "Học năm nào?" in texts[-1]


def test_a_pause_is_resumed_by_any_reply(form: Questionnaire) -> None:
    """After "dừng" the next line opens the question again."""
    _, texts = played(form, "dừng", "tiếp tục")
    assert "Đã tạm dừng" in texts[1]
    assert "Đã học chưa?" in texts[2]


def test_the_command_plays_what_is_piped_in(
    form: Questionnaire, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal the lines of the input are the replies; the end of the input is the end."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thu.md").write_text(FORM, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["form", "preview", "thu.md", "--seed", "7"], input="2\n\nTin học\ngửi\n"
    )
    assert result.exit_code == 0, result.output
    assert form.title in result.output
    assert "Chưa học" in result.output
    assert "**" not in result.output
    assert "Phiếu đã được gửi" in result.output
    assert list(tmp_path.iterdir()) == [tmp_path / "thu.md"]


def test_the_built_in_form_can_be_begun() -> None:
    """The preview shows the first card of the real questionnaire."""
    built_in = read_form(read("tna_capxa.md"), "tna_capxa.md")
    assert isinstance(built_in, Questionnaire)
    _, texts = played(built_in)
    assert len(texts) == 1


def test_an_author_sees_codes_calculations_and_why_a_question_is_not_asked(form: Questionnaire) -> None:
    """“:values” at any moment; the interview stands where it stood."""
    _, texts = played(form, "chưa học", ":values")
    assert texts[-1].splitlines()[1:] == [
        "studied = no",
        "year: không hỏi, vì ${studied} = 'yes' không đúng (studied = no)",
        "wish: chưa trả lời",
    ]
    interview, _ = played(form, "chưa học", ":giá trị", "bỏ qua", "gửi")
    assert interview.status is Status.COMPLETED


def test_who_interrupts_reads_that_the_preview_is_left(
    form: Questionnaire, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+C ends with a word, as the end of the input does."""

    def interrupted() -> str | None:
        raise KeyboardInterrupt

    for read_line in (interrupted, lambda: None):
        monkeypatch.setattr("bot.cli.preview.read_line", read_line)
        play_here(form, 1)
        assert "Đã thoát xem thử." in capsys.readouterr().out
