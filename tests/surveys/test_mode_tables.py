"""By which channel people answered: counted, hidden where few, and compared where many."""

from dataclasses import replace
from fractions import Fraction

from surveys.aggregation.fieldwork import fieldwork_tables
from surveys.aggregation.hiding import hide
from surveys.aggregation.material import CaseGroup, Fieldwork, Material, Mode
from surveys.aggregation.table import HIDDEN, Code, Count, Measure, Share, Table
from surveys.disposition import Outcome
from surveys.reporting.wording import Lexicon
from tests.surveys.waves import form_of, material_of, matrix_of, select, single

FORM = form_of(
    single(select("d_form", "three")),
    single(select("d_time", "two")),
    three=("a", "b", "c"),
    two=("a", "b"),
)
GROUPS = (CaseGroup("01", "bt", Outcome.COMPLETED, 60), CaseGroup("01", "bt", Outcome.PARTIAL, 10))
MODES = {
    "several": Mode(7, (60,) * 6),
    "telegram": Mode(20, (600,) * 18),
    "web": Mode(43, (300,) * 36),
}


def people(form_of_training: str, time: str, count: int) -> list[dict[str, str]]:
    """So many people who answered alike."""
    return [{"d_form": form_of_training, "d_time": time}] * count


def material(modes: dict[str, Mode], *, differ: bool = False) -> Material:
    """A wave whose people answered by these modes; on the page otherwise than elsewhere, or all alike."""
    telegram = people("a", "a", 20) + people("b", "b", 20)
    web = people("b" if differ else "a", "a", 20) + people("c" if differ else "b", "b", 20)
    made = material_of(FORM, telegram + web)
    assert made.wave is not None
    by_mode = {"telegram": matrix_of(FORM, telegram), "web": matrix_of(FORM, web)}
    fieldwork = Fieldwork(GROUPS, modes=modes)
    return replace(made, wave=replace(made.wave, fieldwork=fieldwork, by_mode=by_mode))


def tables(of: Material) -> dict[str, Table]:
    """The tables by key."""
    return {table.key: table for table in fieldwork_tables(of)}


def test_each_mode_tells_how_many_and_how_long() -> None:
    """Who began, who submitted, the share, and the median in minutes; whoever used several has a line of their own."""
    found = tables(material(MODES))["modes"]
    told = {}
    for code, begun, done, share, median in found.rows:
        assert isinstance(code, Code)
        assert isinstance(begun, Count)
        assert isinstance(done, Count)
        assert isinstance(share, Share)
        assert isinstance(median, Measure)
        told[code.code] = (begun.value, done.value, share.fraction, median.value)
    assert told == {
        "several": (7, 6, Fraction(6, 7), 1),
        "telegram": (20, 18, Fraction(9, 10), 10),
        "web": (43, 36, Fraction(36, 43), 5),
    }


def test_where_all_answered_by_one_channel_there_is_nothing_to_tell() -> None:
    """The tables are not made."""
    assert not {"modes", "mode_differences"} & set(tables(material({"web": Mode(70, (60,) * 60)})))


def test_few_of_a_mode_are_hidden() -> None:
    """Three who answered on the page are not shown, nor can they be worked out from the others."""
    modes = {"several": Mode(24, (60,) * 20), "telegram": Mode(43, (60,) * 38), "web": Mode(3, (60,) * 2)}
    shown = {table.key: table for table in hide(list(fieldwork_tables(material(modes))))}["modes"]
    rows = {row[0].code: row[1:] for row in shown.rows if isinstance(row[0], Code)}
    assert all(cell is HIDDEN for cell in rows["web"])
    begun = [row[0] for row in rows.values()]
    assert begun.count(HIDDEN) >= 2


def test_answers_that_differ_between_modes_are_named() -> None:
    """Only the question whose answers differ, with how much; never how often a mode chose what."""
    found = tables(material(MODES, differ=True))["mode_differences"]
    ((code, strength),) = found.rows
    assert code == Code("item", "d_form")
    assert isinstance(strength, Measure)
    assert isinstance(strength.value, float)
    assert 0.5 < strength.value <= 1
    assert [note.code for note in found.notes] == ["mode_differences"]


def test_that_nothing_differs_is_told_too() -> None:
    """With how many questions were compared."""
    found = tables(material(MODES))["mode_differences"]
    assert found.rows == ()
    assert [(note.code, note.parameters) for note in found.notes] == [("mode_no_differences", {"count": 2})]


def test_every_word_of_them_is_there() -> None:
    """Titles, headings, labels and remarks are worded in Vietnamese."""
    lexicon = Lexicon(FORM)
    found = tables(material(MODES, differ=True))
    for table in (found["modes"], found["mode_differences"], tables(material(MODES))["mode_differences"]):
        words = [lexicon.title(table), *(lexicon.heading(table, each) for each in table.columns)]
        words += [lexicon.note(note) for note in table.notes]
        words += [lexicon.label(row[0]) for row in table.rows if isinstance(row[0], Code)]
        assert all(word and "_" not in word.replace("d_form", "") for word in words), words
