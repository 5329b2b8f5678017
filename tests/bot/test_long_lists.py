"""A list too long for a card: searched, looked through, and named by numbers, with buttons and without."""

from pathlib import Path

from typer.testing import CliRunner

from bot.cli.root import app
from bot.conversation import preview
from bot.dispatcher.adapting import adapt
from bot.messages import Caps, Outbound
from surveys.field_period import VIETNAM
from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form
from tests.bot.entry_form import NOW

TABLE = "name,label\n" + "".join(f"c{n},Xã An Thịnh {n}\n" for n in range(1, 301)) + "hoa,Xã Phú Hòa\n"
FORM = """
| survey |
| | type | name | label | required |
| | select_one_from_file xa.csv | xa | Xã nào? | yes |
| | text | idea | Ý kiến | |
| settings |
| | form_id | version |
| | dai | 1 |
"""


def shown(acts: list[str], caps: Caps) -> Outbound:
    """Play a form (an act in brackets taps a button); return the card as the channel shows it."""
    form = read_form(FORM.encode(), "dai.md", {"xa.csv": TABLE.encode()})
    assert isinstance(form, Questionnaire), form
    said: list[str] = []
    played = preview.replayed(form, said, facts={}, moment=NOW.astimezone(VIETNAM), caps=caps)
    for act in acts:
        card = preview.card_of(played, NOW, VIETNAM)
        tapped = [button.data for row in card.buttons for button in row if act == f"[{button.label}]"]
        assert tapped or not act.startswith("["), [button.label for row in card.buttons for button in row]
        kind = preview.TAPPED + tapped[0] if tapped else preview.TYPED + act
        played = preview.replayed(form, said, kind, facts={}, moment=NOW.astimezone(VIETNAM), caps=caps)
        said = [*said, kind] if played.has_moved else said
    adapted = adapt(preview.card_of(played, NOW, VIETNAM), caps)
    assert adapted is not None
    return adapted


def test_a_long_list_is_searched_by_words_and_tapped() -> None:
    """The card shows no list; several finds stand as buttons; a page leads to the next; one find is the answer."""
    begun = shown([], Caps())
    assert "Danh sách có 301 mục" in begun.text
    assert "An Thịnh 1" not in begun.text
    found = shown(["thinh 29"], Caps())
    assert "Có 11 mục khớp" in found.text
    assert "290. Xã An Thịnh 290" in found.text
    assert "Xã An Thịnh 295" in shown(["thinh 29", "[295]"], Caps()).text
    assert "31. Xã An Thịnh 31" in shown(["[🔎 Xem danh sách]", "[Trang 2/11 ▶]"], Caps()).text
    assert "✔ Xã nào: Xã Phú Hòa" in shown(["phu hoa"], Caps()).text
    assert "Không có mục nào khớp" in shown(["Hà Nội"], Caps()).text


def test_without_buttons_pages_and_numbers_are_typed() -> None:
    """What may be typed is said, and every line bears the number that names it."""
    plain = Caps(buttons=False)
    assert "danh sách" in shown([], plain).text
    assert "60. Xã An Thịnh 60" in shown(["trang 2"], plain).text
    assert "✔ Xã nào: Xã An Thịnh 60" in shown(["trang 2", "60"], plain).text


def test_the_command_line_takes_the_tables_that_lie_beside_a_form(tmp_path: Path) -> None:
    """Without the file it is named; beside the form or in its folder ``media`` it is read."""
    (tmp_path / "dai.md").write_text(FORM, encoding="utf-8")
    command = ["form", "check", str(tmp_path / "dai.md")]
    assert "xa.csv" in CliRunner().invoke(app, command).output
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "xa.csv").write_text(TABLE, encoding="utf-8")
    checked = CliRunner().invoke(app, command)
    assert checked.exit_code == 0, checked.output
