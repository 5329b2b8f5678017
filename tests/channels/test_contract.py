"""What every channel keeps, whichever platform is behind it. See docs/channels.md."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dispatcher.adapting import adapt
from bot.messages import (
    Attachment,
    Button,
    FailureKind,
    Inbound,
    InboundKind,
    Outbound,
    OutboundKind,
    SendError,
    Sent,
)
from storage.database import Database
from storage.tables.columns import CHANNELS
from tests.channels.listening import Listener, listening
from tests.channels.stands import STANDS, Stand


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Open an upgraded database."""
    path = tmp_path / "khaosat.sqlite3"
    shutil.copy(sqlite_template, path)
    opened = Database(f"sqlite:///{path}")
    yield opened
    await opened.dispose()


@pytest.fixture(params=list(STANDS))
async def stand(request: pytest.FixtureRequest, database: Database) -> AsyncIterator[Stand]:
    """Put up each channel in turn."""
    async with STANDS[request.param](database) as put_up:
        yield put_up
        await put_up.channel.close()


def heard_by(listener: Listener) -> list[Inbound]:
    """Everything that was stored, in order."""
    return [inbound for batch in listener.batches for inbound in batch]


async def written_to(stand: Stand, listener: Listener) -> str:
    """Let the person write; returns where to answer."""
    await stand.says("xin chào")
    await listener.waits_for(1)
    return heard_by(listener)[0].address


async def send(stand: Stand, address: str, message: Outbound) -> Sent:
    """Send as the house does: only what the channel can show."""
    adapted = adapt(message, stand.channel.caps)
    assert adapted is not None
    return await stand.channel.send(address, adapted)


async def test_it_has_a_name_that_tables_know(stand: Stand) -> None:
    """Answers are stored with it."""
    assert stand.channel.name in CHANNELS
    assert stand.channel.caps.text_limit > 0


async def test_what_is_typed_arrives_as_it_was_typed(stand: Stand, listener: Listener) -> None:
    """Words, sender, moment and number: numbers grow, and the moment is the platform's own."""
    async with listening(stand.channel, listener):
        for number, text in enumerate(("Xin chào", "5 2", "Đồng chí 😀 ạ"), start=1):
            await stand.says(text)
            await listener.waits_for(number)
    heard = heard_by(listener)
    assert [each.text for each in heard] == ["Xin chào", "5 2", "Đồng chí 😀 ạ"]
    assert {(each.kind, each.channel, each.is_private) for each in heard} == {
        (InboundKind.TEXT, stand.channel.name, True)
    }
    assert len({(each.address, each.sender) for each in heard}) == 1
    numbers = [each.update_id for each in heard]
    assert numbers == sorted(set(numbers))
    assert all(0 <= number < 2**63 for number in numbers)
    assert all(abs(datetime.now(UTC) - each.sent_at) < timedelta(hours=1) for each in heard)


async def test_nothing_is_lost_while_it_cannot_be_stored(stand: Stand, listener: Listener) -> None:
    """A full disk: the same message under the same number, until it is stored."""
    listener.is_broken = True
    async with listening(stand.channel, listener):
        await stand.says("một")
        for _ in range(2):
            await listener.waits_for_next()
        listener.is_broken = False
        await listener.waits_for(1)
    assert set(listener.texts) == {"một"}
    assert len({each.update_id for each in heard_by(listener)}) == 1


async def test_a_card_is_shown_and_named(stand: Stand, listener: Listener) -> None:
    """Whoever wrote sees it; the channel says under which name it stands and since when."""
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        button = Button("Đúng, là tôi", "i.yes", typed="đúng")
        sent = await send(
            stand, address, Outbound(OutboundKind.CARD, "Có phải đồng chí không?", ((button,),))
        )
        assert "Có phải đồng chí không?" in (await stand.heard())[-1]
    assert sent.ref
    assert sent.at is not None
    assert sent.at.tzinfo is not None


async def test_a_long_notice_is_shown_whole(stand: Stand, listener: Listener) -> None:
    """In parts, if it has to be: no word is lost, none is torn."""
    words = [f"chữ{number}" for number in range(1500)]
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        await send(stand, address, Outbound(OutboundKind.NOTICE, " ".join(words)))
        assert " ".join(await stand.heard()).split() == words


async def test_what_it_cannot_edit_it_shows_anew(stand: Stand, listener: Listener) -> None:
    """A card that replaces one is the newest thing shown; without edits both stand there."""
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        first = await send(stand, address, Outbound(OutboundKind.CARD, "Câu 1"))
        await send(stand, address, Outbound(OutboundKind.CARD, "Câu 2", edit_ref=first.ref))
        shown = await stand.heard()
    assert shown == (["Câu 2"] if stand.channel.caps.edits else ["Câu 1", "Câu 2"])


async def test_a_card_that_is_gone_is_told(stand: Stand, listener: Listener) -> None:
    """Where cards are edited, one that is not there makes the house send it anew; elsewhere it is new anyway."""
    card = Outbound(OutboundKind.CARD, "Câu 2", edit_ref="999999")
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        if stand.channel.caps.edits:
            with pytest.raises(SendError) as raised:
                await send(stand, address, card)
            assert raised.value.kind is FailureKind.GONE
        else:
            await send(stand, address, card)
            assert await stand.heard() == ["Câu 2"]


async def test_a_file_arrives_or_its_words_do(stand: Stand, listener: Listener) -> None:
    """A channel without files says that there is one."""
    document = Outbound(OutboundKind.DOCUMENT, "Báo cáo", attachment=Attachment("bao-cao.txt", b"noi dung"))
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        await send(stand, address, document)
        if stand.channel.caps.files:
            assert await stand.files() == [b"noi dung"]
        else:
            assert "bao-cao.txt" in (await stand.heard())[-1]


async def test_an_address_of_nobody_is_a_refusal(stand: Stand, listener: Listener) -> None:
    """Somebody who never wrote cannot be written to; it is told as a ``SendError`` that is not tried again."""
    async with listening(stand.channel, listener):
        address = await written_to(stand, listener)
        nobody = address[:-1] + ("7" if address[-1] != "7" else "8")
        with pytest.raises(SendError) as raised:
            await send(stand, nobody, Outbound(OutboundKind.NOTICE, "Mời đồng chí"))
    assert not raised.value.retryable


async def test_it_can_stop_and_go_on(stand: Stand, listener: Listener) -> None:
    """Whoever loses the lease stops listening and takes it up again: what was said meanwhile arrives."""
    async with listening(stand.channel, listener):
        await written_to(stand, listener)
    await stand.says("hai")
    async with listening(stand.channel, listener):
        await listener.waits_for(2)
    assert listener.texts[-1] == "hai"
    assert stand.channel.in_flight == 0


async def test_it_keeps_its_secret(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    """The account is told on opening; no token stands in what is shown or logged."""
    account = await stand.channel.open()
    shown = repr(stand.channel) + repr(account) + caplog.text
    assert account.link_base or account.seats
    assert not any(secret in shown for secret in stand.secrets)
