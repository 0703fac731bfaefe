"""A server on the worker's database, a browser, and one context per role."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from havre.organisations.models import User
from tests import world as w
from tests.world import World

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(worker_database: str) -> Iterator[str]:
    """Serve Havre on a free port, in threads of this process."""
    from waitress.server import create_server

    from havre.config.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"  # type: ignore[union-attr]
    server.close()
    thread.join(5)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser installed, else Playwright's own."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*arguments, *quiet])
        yield opened
        opened.close()


class Person:
    """Someone at her own browser."""

    def __init__(self, context: BrowserContext, address: str, email: str) -> None:
        self.context = context
        self.address = address
        self.email = email
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        secret = w.add_factor(User.objects.get(email=email))
        self.codes = (
            w.code_of(secret, later=step) for step in (0, 1, -1)
        )  # each serves once, and the next half-minute may begin before it is sent
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message: object) -> None:
        if message.type == "error" and "404" not in message.text:  # type: ignore[attr-defined]
            self.problems.append(message.text)  # type: ignore[attr-defined]

    def _request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.address, "data:", "blob:")):
            self.problems.append(f"request to another site: {url}")

    def sign_in(self) -> Person:
        """Sign in as a person would."""
        self.go("/connexion")
        self.page.locator("input[type=email]").fill(self.email)
        self.page.locator("input[type=password]").fill(w.PASSWORD)
        self.page.get_by_role("button", name="Se connecter").click()
        self.page.locator("input[name=code]").fill(next(self.codes))
        self.page.get_by_role("button", name="Continuer").click()
        self.page.wait_for_url(f"{self.address}/")
        return self

    def go(self, path: str) -> int:
        """Open a page of Havre; return its status."""
        response = self.page.goto(path if path.startswith("http") else self.address + path)
        assert response is not None
        return response.status

    def press(self, name: str) -> None:
        """Press a button (or a link that looks like one) and wait for the page it leads to."""
        target = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        )
        with self.page.expect_navigation():
            target.first.click()

    def text(self) -> str:
        """What the page says, with ordinary spaces."""
        said = self.page.locator("body").inner_text()
        return said.replace("\u00a0", " ").replace("\u202f", " ")

    def check(self) -> None:
        """The page has no accessibility violation, a neutral title, and asked nothing elsewhere."""
        self.page.evaluate(AXE.read_text())
        result = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        found = [
            f"{self.page.url} {item['id']}: {node['html'][:160]}"
            for item in result["violations"]
            for node in item["nodes"]
        ]
        assert found == []
        title = self.page.title()
        assert title.startswith("Havre") or title == "Accueil", title
        assert self.problems == []
        width = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{self.page.url} scrolls sideways by {width} px"


@pytest.fixture
def person(browser: Browser, address: str, world: World) -> Iterator[Callable[..., Person]]:
    """Make a person by role name, signed in, in a browser context of her own."""
    contexts: list[BrowserContext] = []

    def make(name: str, *, width: int = 1280, scripts: bool = True) -> Person:
        context = browser.new_context(
            locale="fr-FR",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return Person(context, address, world.users[name].email).sign_in()

    yield make
    for context in contexts:
        context.close()
