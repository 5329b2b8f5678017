"""Which competency a form rates, and whose response it is."""

from surveys.aggregation.competencies import NOT_RATED, competencies, pair_ratings
from surveys.aggregation.groups import age_bands, title_groups
from surveys.titles import built_in_titles
from tests.surveys.waves import (
    competency,
    form_of,
    matrix_of,
    single,
)


def test_competencies_are_screens_of_two_ratings_on_one_scale() -> None:
    """A screen with one rating, or with two scales, is none; relevance says whether all are asked."""
    half, lone = competency("c09"), competency("c10")
    other = single(half.items[0])
    form = form_of(
        competency("c01"), competency("c02", "${a_title} = 'bt'"), other, lone, five=("1", "2", "na")
    )
    found = competencies(form)

    assert [(each.screen, each.scale, each.is_asked_of_all) for each in found] == [
        ("c01", (1, 2), True),
        ("c02", (1, 2), False),
        ("c10", (1, 2), True),
    ]


def test_a_choice_that_is_no_number_is_no_rating() -> None:
    """The choice "na" counts as missing, and so does the other half with it."""
    form = form_of(competency("c01"), five=("1", "2", "na"))
    people = [{"c01_i": "1", "c01_c": "2"}, {"c01_i": "na", "c01_c": "2"}, {"c01_i": "2"}]
    importance, level = pair_ratings(matrix_of(form, people), competencies(form)[0])

    assert importance.tolist() == [1, NOT_RATED, NOT_RATED]
    assert level.tolist() == [2, NOT_RATED, NOT_RATED]


def test_responses_fall_into_title_groups_and_age_bands() -> None:
    """A title gives its group; the age is that reached in the year of the wave, bands end at 30, 40, 50, 55."""
    form = form_of()
    years = {"1996": "to30", "1995": "31to40", "1986": "31to40", "1985": "41to50", "1976": "41to50"}
    years |= {"1975": "51to55", "1971": "51to55", "1970": "over55", "": "missing"}
    titles = {
        "bt": "dang",
        "pct_ubnd": "chinh_quyen",
        "ccb": "mttq_doan_the",
        "tpht": "chuyen_mon",
        "": "missing",
    }
    by_year = matrix_of(form, [{"a_birth": year} for year in years])
    by_title = matrix_of(form, [{"a_title": title} for title in titles])
    bands, groups = age_bands(form, by_year, 2026), title_groups(form, by_title, built_in_titles())

    assert [bands.codes[place] for place in bands.place] == list(years.values())
    assert [groups.codes[place] for place in groups.place] == list(titles.values())
