"""Turns of an interview in the chat: what is stored, what the card says, and what changes nothing."""

from tests.bot.house import House


async def test_a_whole_interview(house: House) -> None:
    """Somebody may answer everything and send the form."""
    person = await house.finished()
    print(person.transcript())
    assert (await house.response())["status"] == "completed"
