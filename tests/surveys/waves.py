"""Waves for the tests of the handlers: a small form, and responses packed from answers as a save packs them."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from surveys.aggregation.material import Fieldwork, Material, Wave
from surveys.expressions import parse
from surveys.interview.evaluation import Evaluation
from surveys.projection import Layout, Standing, pack
from surveys.projection.matrix import Matrix
from surveys.questionnaire import Choice, Item, ItemType, Questionnaire, Screen
from surveys.titles import built_in_titles

TITLES = built_in_titles().labels

OPENS_ON = date(2026, 12, 1)
SCALE = tuple(Choice(str(number), f"{number}") for number in range(1, 6))

Answers = Mapping[str, str]

T7 = {
    "c05": ("545345", "233312"),
    "c06": ("443544", "343445"),
    "c08": ("555455", "434434"),
    "c12": ("23232-", "223312"),
}
"""The domain's own fixture: importance and level of six respondents, one importance missing."""


def select(name: str, choices: str, *, roster: str = "", relevant: str = "", several: bool = False) -> Item:
    """A question with choices."""
    return Item(
        name,
        ItemType.SELECT_MULTIPLE if several else ItemType.SELECT_ONE,
        choice_list=choices,
        roster=roster,
        relevant=parse(relevant) if relevant else None,
    )


def single(item: Item) -> Screen:
    """A screen of one question."""
    return Screen(item.name, (item,))


def competency(screen: str, relevant: str = "") -> Screen:
    """A field-list of two ratings."""
    items = (select(f"{screen}_i", "five"), select(f"{screen}_c", "five"))
    return Screen(screen, items, relevant=(parse(relevant),) if relevant else ())


def form_of(*screens: Screen, **lists: tuple[str, ...]) -> Questionnaire:
    """A form that asks the title and the year of birth, then ``screens``; ``lists`` are further choice lists."""
    title = single(select("a_title", "title", roster="title"))
    birth = single(Item("a_birth", ItemType.INTEGER, roster="birth_year"))
    choice_lists = {
        "title": tuple(Choice(code, label) for code, label in TITLES.items()),
        "five": SCALE,
        **{name: tuple(Choice(code, code) for code in codes) for name, codes in lists.items()},
    }
    return Questionnaire("small", "1", "Small", (title, birth, *screens), choice_lists=choice_lists)


def rated_form(*names: str) -> Questionnaire:
    """A form of competencies that everybody is asked."""
    return form_of(*(competency(name) for name in names))


def matrix_of(
    form: Questionnaire, people: Sequence[Answers], standing: Standing = Standing.COMPLETED
) -> Matrix:
    """Pack what people answered."""
    layout = Layout.of(form)
    packed = (pack(layout, Evaluation(form, answers, OPENS_ON), standing) for answers in people)
    return Matrix(layout, b"".join(packed))


def material_of(form: Questionnaire, people: Sequence[Answers], *, seed: int = 2014) -> Material:
    """A wave in which people answered this."""
    return material_of_matrix(form, matrix_of(form, people), seed=seed)


def material_of_matrix(form: Questionnaire, matrix: Matrix, *, seed: int = 2014) -> Material:
    """A wave of packed responses."""
    wave = Wave(1, OPENS_ON, date(2026, 12, 10), True, form, matrix, Fieldwork())
    return Material(as_of=OPENS_ON, units={}, roster=(), wave=wave, seed=seed)


def shuffled(matrix: Matrix, seed: int) -> Matrix:
    """The same responses in another order."""
    order = np.random.default_rng(seed).permutation(len(matrix))
    return Matrix(matrix.layout, np.ascontiguousarray(matrix._rows[order]))


def ratings_of(ratings: Mapping[str, tuple[str, str]], person: int) -> dict[str, str]:
    """One person's ratings from columns of digits by competency, importance and level; ``-`` is none."""
    found: dict[str, str] = {}
    for screen, (importance, level) in ratings.items():
        found |= {f"{screen}_i": importance[person], f"{screen}_c": level[person]}
    return {item: value for item, value in found.items() if value != "-"}
