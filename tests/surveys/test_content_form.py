"""The built-in questionnaire ``tna_capxa``: who sees what, and what it must not give away."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from surveys.content import built_in_forms, read
from surveys.expressions import Value, evaluate, selection_limit, truth
from surveys.questionnaire import Choice, ItemType, Questionnaire, Screen
from surveys.xlsform import read_form
from surveys.xlsform.checks import ROSTER_TYPES

PARTY = {"bt", "pbt"}
COUNCIL_AND_COMMITTEE = {"ct_hdnd", "pct_hdnd", "ct_ubnd", "pct_ubnd"}
UNIONS = {"mttq", "doan", "phunu", "nongdan", "ccb"}
LEADERS = PARTY | COUNCIL_AND_COMMITTEE
TITLES = LEADERS | UNIONS | {"qs", "vptk", "dcxd", "tckt", "tpht", "vhxh"}

RATED_BY = {
    "c01": TITLES,
    "c02": LEADERS | UNIONS,
    "c03": LEADERS | {"vptk", "dcxd", "tckt", "tpht", "vhxh"},
    "c04": TITLES,
    "c05": TITLES,
    "c06": LEADERS | UNIONS | {"tpht", "dcxd"},
    "c07": LEADERS | UNIONS | {"vhxh", "qs"},
    "c08": COUNCIL_AND_COMMITTEE | {"bt", "dcxd"},
    "c09": COUNCIL_AND_COMMITTEE | {"bt", "nongdan", "tckt", "dcxd"},
    "c10": LEADERS | {"ccb", "doan", "qs"},
    "c11": COUNCIL_AND_COMMITTEE | UNIONS | {"vhxh"},
    "c12": TITLES,
}
"""Which titles rate a competency, by the questionnaire's design."""

FIELDS = {
    "vptk": "van_phong",
    "dcxd": "dia_chinh",
    "tckt": "tai_chinh",
    "tpht": "tu_phap",
    "vhxh": "van_hoa",
    "qs": "quan_su",
}
"""The field of work of the titles that have one."""


def load() -> Questionnaire:
    """Read the built-in form."""
    ((name, content),) = built_in_forms()
    form = read_form(content, name)
    assert isinstance(form, Questionnaire), form
    return form


FORM = load()


@dataclass
class Answers:
    """The answers of one official, with the form's calculations."""

    given: dict[str, Value] = field(default_factory=dict)
    today: date = date(2026, 11, 22)
    now: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def value(self, name: str) -> Value:
        """Return an answer or a calculation."""
        item = FORM.items[name]
        return evaluate(item.calculation, self) if item.calculation else self.given.get(name, "")

    def is_there(self, name: str) -> bool:  # noqa: ARG002 - a context's signature
        """Every item is relevant."""
        return True

    def label(self, name: str, choice: str) -> str:
        """Return the label of a choice."""
        return next(found.label for found in FORM.choices(FORM.items[name]) if found.name == choice)

    def draw(self, place: str) -> bytes:
        """Leave nothing to chance."""
        return place.encode()

    def look_up(self, choice_list: str, key: str, column: str, by: str) -> str:
        """Return a column of a choice."""
        found = [each for each in FORM.choice_lists[choice_list] if each.name == key and by == "name"]
        return found[0].columns.get(column, "") if found else ""


def shown_to(**given: Value) -> list[Screen]:
    """Return the screens that an official with these answers sees."""
    answers = Answers(given)
    return [
        screen
        for screen in FORM.screens
        if all(truth(condition, answers) for condition in screen.relevant)
        and any(item.relevant is None or truth(item.relevant, answers) for item in screen.items)
    ]


def asked(**given: Value) -> list[str]:
    """Return the items that an official with these answers sees."""
    answers = Answers(given)
    items = [item for screen in shown_to(**given) for item in screen.items]
    return [item.name for item in items if item.relevant is None or truth(item.relevant, answers)]


def accepts(name: str, own: Value, **given: Value) -> bool:
    """Say whether an item's constraint takes a value."""
    constraint = FORM.items[name].constraint
    assert constraint is not None
    return truth(constraint, Answers(given), own=own)


def test_is_published_under_its_name() -> None:
    """The form has its id, a version, a title and the five sections A to E."""
    assert (FORM.form_id, bool(FORM.version), bool(FORM.title)) == ("tna_capxa", True, True)
    assert list(FORM.sections) == ["A", "B", "C", "D", "E"]


def test_survives_its_json() -> None:
    """The published JSON gives the same form back."""
    assert Questionnaire.from_json(FORM.to_json()) == FORM


def test_asks_for_no_consent() -> None:
    """Consent is the bot's gate before the form: no item, no condition and no intro mentions it."""
    assert "consent" not in FORM.to_json()
    assert "đồng ý" not in FORM.items["known"].label


@pytest.mark.parametrize("title", sorted(TITLES))
def test_every_title_sees_its_competencies(title: str) -> None:
    """A title rates its own competencies, between 5 and 12 of them, each on one screen."""
    seen = [
        screen.name
        for screen in shown_to(a_title=title, a_field=FIELDS.get(title, ""))
        if screen.name in RATED_BY
    ]
    assert seen == [name for name, titles in RATED_BY.items() if title in titles]
    assert 5 <= len(seen) <= 12


def test_offers_the_seventeen_titles() -> None:
    """The default list of titles is the one that the competencies are divided among."""
    assert {choice.name for choice in FORM.choice_lists["title"]} == TITLES
    assert len(FORM.choice_lists["commune"]) == 4


@pytest.mark.parametrize("title", sorted(TITLES))
def test_every_title_gets_one_situation(title: str) -> None:
    """Each title is given exactly one situation, of its own group."""
    situations = [
        screen.name
        for screen in shown_to(a_title=title, a_field=FIELDS.get(title, ""))
        if screen.name.startswith("s_") and screen.name != "s_conf"
    ]
    assert len(situations) == 1


def test_a_competency_is_one_screen_with_two_ratings() -> None:
    """Importance and level stand together, short, under the competency's own label."""
    for number in range(1, 13):
        screen = FORM.screen_of[f"c{number:02}_i"]
        assert screen.name == f"c{number:02}"
        assert screen.label.startswith(f"C{number}. ")
        assert [item.name for item in screen.items] == [f"c{number:02}_i", f"c{number:02}_c"]
        assert [item.label for item in screen.items] == ["Mức độ quan trọng", "Mức độ hiện có"]
        assert all(item.required for item in screen.items)


def test_situations_do_not_give_their_key_away() -> None:
    """Options are shuffled for each person and about equally long, and nothing says which one is right."""
    situations = [item for item in FORM.questions() if item.name.startswith("s_") and item.name != "s_conf"]
    assert len(situations) == 9
    for item in situations:
        lengths = [len(choice.label) for choice in FORM.choices(item)]
        assert item.shuffled
        assert len(lengths) == 4
        assert max(lengths) <= 1.15 * min(lengths)
        assert all(not choice.columns for choice in FORM.choices(item))
    assert "đáp án" not in read("tna_capxa.md").decode().lower()


def test_what_the_roster_knows_is_confirmed() -> None:
    """Every roster attribute has one item of its type; only the group is not asked, for it follows from the title."""
    confirmed = {item.roster: item.name for item in FORM.questions() if item.roster}
    assert confirmed == {
        "unit": "a_commune",
        "title": "a_title",
        "gender": "a_gender",
        "birth_year": "a_birth",
        "title_years": "a_years",
        "edu": "b_edu",
        "qual": "b_qual",
        "major": "b_major",
        "pol": "b_pol",
        "qlnn": "b_qlnn",
        "cert": "b_cert",
        "field_of_work": "a_field",
        "concurrent_titles": "a_concurr",
    }
    assert {*confirmed, "title_group"} == set(ROSTER_TYPES)


def test_units_come_from_the_frame() -> None:
    """When a wave opens, its units replace the default ones; everything else stays."""
    assert FORM.roster_lists()["unit"] == "commune"
    units = (Choice("09505", "Xã Phú Hòa"),)
    opened = FORM.with_choice_lists({"commune": units})
    assert opened.choices(opened.items["a_commune"]) == units
    assert opened.choice_lists["title"] == FORM.choice_lists["title"]
    assert FORM.choices(FORM.items["a_commune"]) != units


@pytest.mark.parametrize(
    ("item", "own", "given", "expected"),
    [
        ("a_birth", 1975.0, {}, True),
        ("a_birth", 1949.0, {}, False),
        ("a_birth", 2009.0, {}, False),
        ("a_years", 0.0, {"a_birth": 1975.0}, True),
        ("a_years", 34.0, {"a_birth": 1975.0}, False),
        ("a_concurr", "bt doan", {"a_title": "bt"}, False),
        ("a_concurr", "doan", {"a_title": "bt"}, True),
        ("b_cert", "tin none", {}, False),
        ("b_cert", "none", {}, True),
        ("d_topic", "c01 c02 c03 c04", {}, False),
        ("d_top1", "c02", {"d_topic": "c01 c02"}, True),
        ("d_top1", "c03", {"d_topic": "c01 c02"}, False),
        ("e_bar", "time none", {}, False),
        ("e_prop", "x" * 1001, {}, False),
    ],
)
def test_constraints_hold(item: str, own: Value, given: dict[str, Value], expected: bool) -> None:
    """The constraints take what is possible and refuse what is not."""
    assert accepts(item, own, **given) is expected


def test_limits_of_selection_are_known() -> None:
    """At most three topics and three obstacles."""
    assert selection_limit(FORM.items["d_topic"].constraint) == 3
    assert selection_limit(FORM.items["e_bar"].constraint) == 3


def test_the_most_needed_topic_is_one_of_the_chosen() -> None:
    """D2 offers only what was chosen in D1."""
    item = FORM.items["d_top1"]
    assert item.choice_filter is not None
    offered = [
        choice.name
        for choice in FORM.choices(item)
        if truth(item.choice_filter, Answers({"d_topic": "c03 tinhhuong"}), columns={"name": choice.name})
    ]
    assert offered == ["c03", "tinhhuong"]


@pytest.mark.parametrize(
    ("item", "given"),
    [
        ("b_major", {"b_qual": "dh"}),
        ("d_why", {"d_degree": "dh"}),
        ("d_place", {"d_form": "tt"}),
        ("e_bar_o", {"e_bar": "time other"}),
    ],
)
def test_questions_appear_when_they_apply(item: str, given: dict[str, Value]) -> None:
    """A follow-up question is asked only after the answer that calls for it."""
    assert item in asked(**given)
    contrary: dict[str, Value] = {"b_qual": "none", "d_degree": "none", "d_form": "online", "e_bar": "none"}
    assert item not in asked(**contrary)


def test_a_code_fits_a_button() -> None:
    """Every code is short and has no space: answers of several codes are separated by spaces."""
    for choices in FORM.choice_lists.values():
        assert all(re.fullmatch(r"[a-z0-9_]{1,16}", choice.name) for choice in choices)


def test_only_known_types_are_used() -> None:
    """The form asks notes, choices, whole numbers and words."""
    assert {item.type for item in FORM.items.values()} == {
        ItemType.NOTE,
        ItemType.SELECT_ONE,
        ItemType.SELECT_MULTIPLE,
        ItemType.INTEGER,
        ItemType.TEXT,
        ItemType.CALCULATE,
    }


def test_what_each_item_is_for_is_written_down() -> None:
    """The notes of the methodologist name every item that is shown, and none that is not."""
    rows = re.findall(
        r"^\| ([a-z0-9_, ]+) \| [^|]+ \| [^|]*\|$", read("tna_capxa_items.md").decode(), re.MULTILINE
    )
    named = [name for row in rows for name in row.split(", ")]
    shown = [item.name for screen in FORM.screens for item in screen.items]
    assert sorted(named) == sorted(shown)


@pytest.mark.parametrize("scale", ["imp5", "lvl5", "conf5"])
def test_every_step_of_a_scale_has_words(scale: str) -> None:
    """Five steps, each more than its number."""
    labels = [choice.label for choice in FORM.choice_lists[scale]]
    assert [label.partition(" – ")[0] for label in labels] == ["1", "2", "3", "4", "5"]
    assert all(label.partition(" – ")[2] for label in labels)
