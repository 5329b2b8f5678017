"""The files of the chat page, read without a browser; and that a missing browser is not passed over."""

import re
from pathlib import Path

import pytest

from tests.web.tab import find_chromium

PAGE_FILES = Path(__file__).parents[2] / "bot" / "channels" / "web" / "page"
TOO_NEW = {
    "optional chaining": r"\?\.[a-zA-Z_(\[]",
    "nullish coalescing": r"\?\?",
    "looking behind": r"\(\?<[=!]",
    "methods after 2018": r"\.(at|flat|flatMap|replaceAll|replaceChildren|matchAll|toSorted|fromEntries|any)\(",
    "catch without a name": r"catch \{",
    "await at the top": r"(?m)^await ",
    "private fields": r"this\.#",
    "markup from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
}


def test_an_old_phone_can_read_the_modules() -> None:
    """Nothing newer than what browsers of 2018 know, and no way from text to markup."""
    modules = {path.name: path.read_text(encoding="utf-8") for path in PAGE_FILES.glob("*.js")}
    assert len(modules) > 5
    assert [
        (name, what)
        for name, text in modules.items()
        for what, sign in TOO_NEW.items()
        if re.search(sign, text)
    ] == []


LATER = {"files.js", "dates.js", "places.js", "keeping.js", "lease.js", "worker.js"}
"""What most pages do not need is loaded when it is wanted."""


def test_every_module_is_asked_for_with_the_page() -> None:
    """They come together, under one version, instead of one after the other."""
    html = (PAGE_FILES / "index.html").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:href|src)="(\w+\.(?:js|css))\?v=\{\{version\}\}"', html))
    assert asked == {path.name for path in PAGE_FILES.iterdir() if path.suffix in {".js", ".css"}} - LATER


def test_the_worker_keeps_what_the_page_asks_for_later() -> None:
    """Whatever is not named in the HTML stands in its list, but for itself."""
    (listed,) = re.findall(r"LATER = \[(.*)\]", (PAGE_FILES / "worker.js").read_text(encoding="utf-8"))
    assert set(re.findall(r'"(\S+)"', listed)) == LATER - {"worker.js"}


def test_without_a_browser_tests_fail_where_one_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """CI asks for it."""
    forget_browsers(monkeypatch)
    monkeypatch.setenv("KHAOSAT_TEST_BROWSER", "required")
    with pytest.raises(pytest.fail.Exception, match="no Chromium here"):
        find_chromium()


def test_without_a_browser_tests_are_skipped_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a word that says so."""
    forget_browsers(monkeypatch)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        find_chromium()


def forget_browsers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be found."""
    for name in ("KHAOSAT_TEST_BROWSER", "KHAOSAT_CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
