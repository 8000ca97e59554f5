"""Someone at a browser: says what they look for in English, finds it in the language they read."""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Response, expect

from portal.people.models import User
from tests.conftest import Live

BASE = Path(__file__).resolve().parent.parent.parent
SHOTS = BASE / "var" / "test" / "shots"
PICTURES = os.environ.get("PICTURES", "")
"""A folder for a picture of every page on the way, for people to look at."""
PT, EN = "pt-br", "en"
PHONE = 600
"""Narrower than this, the places are at the bottom and the switches in a sheet."""
SAME_IN_BOTH = {"E-mail", "Total"}


@dataclass(frozen=True)
class Face:
    """How a walk looks: its language, width and theme."""

    language: str
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"

    @property
    def is_phone(self) -> bool:
        return self.width < PHONE

    def context(self, url: str) -> dict[str, Any]:
        return {
            "base_url": url,
            "locale": "pt-BR" if self.language == PT else "en-GB",
            "timezone_id": "America/Sao_Paulo",
            "viewport": {"width": self.width, "height": 844 if self.is_phone else 900},
            "has_touch": self.is_phone,
            "color_scheme": self.theme,
            "reduced_motion": "reduce",
            "accept_downloads": True,
        }


@dataclass
class Walker:
    """One person, one browser window."""

    page: Page
    live: Live
    face: Face
    language: str = ""
    complaints: list[str] = field(default_factory=list)
    """What the console or the server said that nobody expected."""
    expected: set[int] = field(default_factory=lambda: set())
    """Statuses a test provokes on purpose."""
    pictures: Any = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.language = self.language or self.face.language
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._failed)
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        refused = re.search(r"status of (\d{3})", message.text)
        if refused and int(refused[1]) in self.expected:
            return
        self.complaints.append(f"{self.page.url}: console: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(f"{self.page.url}: script: {error}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.url}: answered {response.status}")

    # -- Words ---------------------------------------------------------------------------------------------------------

    def say(self, english: str, plural: str = "", n: int | None = None, *, context: str = "", **values: Any) -> str:
        """The sentence in the language of the walk; in Portuguese it has to be a sentence of its own."""
        with translation.override(self.language):
            if n is not None:
                said = ngettext(english, plural, n)
                values.setdefault("n", n)
            else:
                said = pgettext(context, english) if context else gettext(english)
        if self.language == PT and said in {english, plural} and english not in SAME_IN_BOTH:
            self.complaints.append(f"nobody has translated {english!r}")
        return said % values if values else said

    def content(self, said: Any) -> str:
        """A sentence of the content, kept as {language: sentence}."""
        return str(said[self.language]).strip()

    # -- Looking -------------------------------------------------------------------------------------------------------

    def goes_to(self, path: str, status: int = 200) -> None:
        if status >= 400:
            self.expected.add(status)
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, not {status}"

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def heading(self, said: str | re.Pattern[str], level: int | None = None) -> Locator:
        exact = isinstance(said, str)
        return self.main.get_by_role("heading", name=said, exact=exact, level=level)

    def region(self, said: str) -> Locator:
        return self.main.get_by_role("region", name=said, exact=True)

    def button(self, said: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_role("button", name=said, exact=isinstance(said, str))

    def link(self, said: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        return (within or self.main).get_by_role("link", name=said, exact=isinstance(said, str))

    def sees(self, *texts: str | re.Pattern[str], within: Locator | None = None) -> None:
        for text in texts:
            expect((within or self.main).get_by_text(text).filter(visible=True).first).to_be_visible()

    def is_at(self, title: str | re.Pattern[str]) -> None:
        """Arrived: the page's one first heading says so, and the page is in the language of the walk."""
        expect(self.heading(title, level=1)).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", "pt-BR" if self.language == PT else "en")
        self.looks()

    def looks(self, name: str = "") -> None:
        """A picture of the page, where somebody asked for pictures."""
        if not PICTURES:
            return
        test = re.sub(r"\W+", "-", os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[2].partition("[")[0])
        folder = Path(PICTURES) / f"{test.removeprefix('test_')[:30]}-{self.face}"
        folder.mkdir(parents=True, exist_ok=True)
        name = name or re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", self.page.url.partition("://")[2].partition("/")[2])
        name = re.sub(r"\W+", "-", name).strip("-") or "home"
        self.page.screenshot(path=folder / f"{next(self.pictures):02}-{name[:60]}.png", full_page=True, caret="initial")

    # -- Acting --------------------------------------------------------------------------------------------------------

    def presses(self, said: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.button(said, within).click()

    def follows(self, said: str | re.Pattern[str], within: Locator | None = None) -> None:
        self.link(said, within).click()

    def fills(self, label: str | re.Pattern[str], value: str, within: Locator | None = None) -> None:
        (within or self.main).get_by_label(label).fill(value)

    def enters(self, key: str) -> None:
        """Through the door, with e-mail and password."""
        self.page.goto("/")
        self.fills(self.email_label(), self.live.mail(key))
        self.page.locator("input[type=password]").fill(self.live.password)
        self.presses(self.say("Sign in"))
        self.page.wait_for_url(f"{self.live.url}/")

    def signs_in(self, key: str) -> None:
        """With the form, as everybody does; then in the language of the walk."""
        self.enters(key)
        if self.page.locator("html").get_attribute("lang") != ("pt-BR" if self.language == PT else "en"):
            self.speaks(self.language)

    def is_in(self, key: str) -> None:
        """Signed in before the walk begins, in the language of the walk: not everybody's way leads through the door."""
        person = self.live.person(key)
        User.objects.filter(pk=person.pk).update(language=self.language)
        client = Client()
        client.force_login(person, backend="portal.people.backends.PeopleBackend")
        (morsel,) = client.cookies.values()
        self.page.context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": self.live.url}])

    def email_label(self) -> re.Pattern[str]:
        return re.compile(r"^e-?mail", re.IGNORECASE)

    def opens_sheet(self) -> None:
        if self.face.is_phone and not self.page.get_by_role("button", name="English", exact=True).is_visible():
            bar = self.page.get_by_role("banner")
            bar.get_by_text("Mais", exact=True).or_(bar.get_by_text("More", exact=True)).click()

    def speaks(self, language: str) -> None:
        """Switches the language where it stands on every page, and stays on the page."""
        before = self.page.url
        self.opens_sheet()
        name = "Português" if language == PT else "English"
        self.page.get_by_role("button", name=name, exact=True).filter(visible=True).click()
        expect(self.page.locator("html")).to_have_attribute("lang", "pt-BR" if language == PT else "en")
        assert self.page.url == before, f"the language switch left {before} for {self.page.url}"
        self.language = language

    def place(self, english: str) -> None:
        """To a place of the rail, or of the bar and its sheet on a phone."""
        said = re.compile(rf"^{re.escape(self.say(english))}")
        places = self.page.get_by_role("navigation").get_by_role("link", name=said)
        if not places.filter(visible=True).count():
            self.opens_sheet()
        places.filter(visible=True).first.click()


def named(said: str, of: str) -> re.Pattern[str]:
    """The name of a button whose thing is said to screen readers alone."""
    return re.compile(rf"^{re.escape(said)}\s*:\s*{re.escape(of)}$")
