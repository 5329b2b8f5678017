"""The scenes of the demo: their lists and rules go in without a word of complaint."""

from datetime import date

import pytest

from bot.demo.scenes import ARTICLE, TODAY, Scene
from bot.demo.setting import sample_roster
from bot.demo.tempers import TEMPERS, deal_tempers, places_on_page
from bot.office.material import load_standards
from surveys.content import make_standards_today, read
from surveys.standards.book import StandardsBook, read_standards_book
from surveys.titles import built_in_titles


@pytest.mark.parametrize(("scene", "people", "units"), [(ARTICLE, 75, 14), (TODAY, 162, 4)])
def test_the_list_of_a_scene_goes_in(scene: Scene, people: int, units: int) -> None:
    """With the titles of its own day."""
    roster = sample_roster(scene)
    assert len(roster.rows) == people
    assert len({row.unit_name for row in roster.rows}) == units


def test_the_rules_of_today_are_an_example_and_say_so() -> None:
    """A rule for each title of the day that is a post, every one confirmed, and marked as made up."""
    book = read_standards_book(
        read(TODAY.standards), TODAY.standards, load_standards(""), day=make_standards_today.DAY
    )
    assert isinstance(book, StandardsBook), book
    titles = built_in_titles()
    posts = {code for code in titles.on(date(2026, 11, 2)) if not titles.by_code[code].is_membership}
    assert {rule.title for rule in book.rules} == posts
    assert all("không có thật" in rule.basis for rule in book.rules)


@pytest.mark.parametrize("count", [0, 1, 40, 75, 162])
def test_tempers_are_dealt_to_any_number_in_the_same_shares(count: int) -> None:
    """Everybody gets one; seventy-five get exactly those that are listed."""
    dealt = deal_tempers(count, 1)
    assert len(dealt) == count
    if count == 75:
        assert [dealt.count(temper) for temper in TEMPERS] == [temper.count for temper in TEMPERS]


def test_a_dozen_of_seventy_five_are_on_the_page() -> None:
    """None of them waits for a message: nobody can be written to there."""
    dealt = deal_tempers(75, 2015)
    on_page = [dealt[place] for place in places_on_page(dealt)]
    assert len(on_page) == 12
    assert not any(temper.begins_at or temper.blocks for temper in on_page)
