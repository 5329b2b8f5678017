"""Pictures and places as answers on the page: picked beside the card, seen again, as pictures."""

from storage import cases, instruments
from tests.bot.files_form import JPEG, PDF, files_form
from tests.bot.house import House, order_wave
from tests.web.test_page_uploads import sends_file
from tests.web.visitor import visiting


async def test_a_picture_and_a_place_are_sent_on_the_page(house: House, url: str) -> None:
    """Each card says what is picked beside it; the bytes leave the chat; a file that nobody asked for is not taken."""
    async with house.app.database.begin() as conn:
        await instruments.publish(conn, files_form(), house.clock.now())
        await cases.end_wave(conn, house.wave, house.clock.now())
    house.wave = await order_wave(house, "ho_so")
    async with visiting(url, house.settle) as visitor:
        await visitor.starts(house.codes["K01"].long)
        await visitor.taps("Đúng, là tôi")
        assert (await sends_file(visitor, JPEG, name="bang.jpg"))[0] == 403
        await visitor.taps("Tôi đồng ý")
        assert visitor.card["picks"] == "image"
        assert "tối đa 10 MB" in visitor.card["text"]
        assert (await sends_file(visitor, JPEG, name="bang.jpg"))[0] == 200
        await house.tick()
        await visitor.looks()
        assert "📷 1 ảnh (684 KB)" in visitor.card["text"]
        assert visitor.card["picks"] == "document"
        assert all(row["attachment"] is None for row in await house.rows("page_messages"))
        assert (await sends_file(visitor, PDF, name="cc.pdf"))[0] == 200
        await house.tick()
        await visitor.looks()
        await visitor.says("bỏ qua")
        await visitor.says("bỏ qua")
        assert visitor.card["picks"] == "geopoint"
        await visitor.says("21.0285000 105.8542000 0.0 12.4")
        assert "📍 21.0285, 105.8542 (±12 m)" in visitor.card["text"]
        await visitor.says("sửa 1")
        await visitor.taps("👁 Xem lại")
        await visitor.looks()
        (shown,) = [message for message in visitor.shown.values() if "file" in message]
        assert shown["file"]["picture"]
        async with visitor.session.get(f"{visitor.url}file/{shown['id']}") as answer:
            assert (answer.headers["Content-Type"], await answer.read()) == ("image/jpeg", JPEG)
    assert (await house.answers())["place"] == "21.0285 105.8542 0.0 12.4"
