"""What the roster knows of a post, offered to any form: its group, its field of work, the further titles."""

from datetime import date, timedelta

from bot.conversation.beginning import roster_facts
from bot.fieldwork.opening import choice_lists_from
from storage import frame
from storage.database import Database
from surveys.questionnaire import Questionnaire
from surveys.titles import built_in_titles
from surveys.xlsform import read_form
from tests.bot.answered_wave import sample_roster
from tests.bot.office_chat import MORNING

DAY = date(2015, 4, 20)
FORM = """
| survey |
|  | type | name | label | roster | appearance |
|  | begin_group | known | Theo danh sách |  | confirm-list |
|  | select_one grp | a_group | Nhóm chức danh | title_group |  |
|  | select_one fld | a_field | Lĩnh vực | field_of_work |  |
|  | select_multiple ttl | a_other | Kiêm nhiệm | concurrent_titles | empty-is-known |
|  | end_group |  |  |  |  |
| choices |
|  | list_name | name | label |
|  | grp | dang | Đảng |
|  | fld | tai_chinh | Tài chính |
|  | ttl | bt | Bí thư |
| settings |
|  | form_id | version |
|  | phieu | 1 |
"""


async def test_a_form_may_confirm_the_group_of_a_title(sqlite_database: Database) -> None:
    """The group comes from the office's titles, and so do the groups to choose from."""
    form = read_form(FORM.encode(), "phieu.md")
    assert isinstance(form, Questionnaire), form
    async with sqlite_database.begin() as conn:
        await frame.import_roster(conn, sample_roster(), DAY - timedelta(days=1), MORNING)
        people = await frame.list_officials(conn, DAY)
        posts = await frame.list_posts(conn, DAY)
    titles = built_in_titles()
    facts = {person.title: roster_facts(person, DAY, titles) for person in people}
    assert all(known["title_group"] == titles.group(title) for title, known in facts.items())
    lists = choice_lists_from(form, posts, titles, DAY)
    assert {choice["name"] for choice in lists["grp"]} == set(titles.group_labels)
    assert {known["title_group"] for known in facts.values()} <= {choice["name"] for choice in lists["grp"]}
