"""A whole journey in a real browser that keeps everything: then its own folder is searched.

History, addresses visited, titles, cache, storage, what was typed in fields, sessions to restore,
names of downloads: all of it lies in files of the browser's profile.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from havre.web.cases.papers import PAPERS
from tests.canary import seed
from tests.canary.conftest import Trail
from tests.canary.test_sweep import hers
from tests.canary.words import found
from tests.journeys.conftest import NAMES, address
from tests.matrix.scenario import Scene
from tests.world import World

__all__ = ["address"]
pytestmark = pytest.mark.browser
FILES = ("csv", "xlsx", "telecharger", "/papiers/", "/page/")
TYPED = {
    "last_name": "Vexandrule",
    "first_name": "Ysombrine",
    "unique_number": "chercholine",
}


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser of its own, that keeps what browsers keep."""
    folder = tmp_path / "profile"
    path = next((one for name in NAMES if (one := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=path,
            args=[*arguments, *quiet],
            locale="fr-FR",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        yield context, folder
        context.close()


class Journey:
    """Someone at a browser, everything it says beside its pages kept."""

    def __init__(self, context: BrowserContext, address: str, world: World) -> None:
        self.context, self.address, self.world = context, address, world
        self.page: Page = context.pages[0]
        self.said: list[str] = []
        self.downloads: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("download", lambda one: self.downloads.append(one.suggested_filename))
        self.page.on("framenavigated", lambda frame: self.said.append(frame.url))

    def signed_in(self, name: str) -> None:
        """Take the place of somebody whose sign-in is whole."""
        self.client = Client()
        self.client.force_login(self.world.users[name])
        value = self.client.cookies["sid"].value
        self.context.add_cookies([{"name": "sid", "value": value, "url": self.address}])

    def open(self, path: str) -> None:
        """Open a page; keep its title and what scripts may have stored."""
        try:
            self.page.goto(self.address + path)
        except Error:  # refused without a page: the browser shows one of its own
            if self.client.get(path).status_code in {404, 405}:
                return
            self.page.wait_for_timeout(200)  # the page of the refusal before was still coming
            self.page.goto(self.address + path)
        self.said.append(self.page.title())
        self.said.append(self.page.evaluate(STORED))

    def take(self, path: str) -> None:
        """Take a file, as a link would."""
        with self.page.expect_download() as taken:
            self.page.evaluate("path => { location.href = path }", path)
        taken.value.cancel()


STORED = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, name])"


def everywhere(folder: Path) -> dict[str, set[str]]:
    """Which canaries stand in which file of the profile, as the browser writes texts."""
    hits: dict[str, set[str]] = {}
    for path in folder.rglob("*"):
        said = found(str(path.relative_to(folder)))
        if path.is_file():
            raw = path.read_bytes()
            said |= found(raw)
            for start in (0, 1):  # a text of two bytes a letter may begin anywhere
                said |= found(raw[start:].decode("utf-16-le", "ignore"))
        if said:
            hits[str(path.relative_to(folder))] = said
    return hits


def visited(journey: Journey, scene: Scene) -> None:
    """Each page of the file as its keeper, a search that errs then one that finds, the papers."""
    journey.signed_in("operator")
    for path in [one for one in hers(scene) if not any(part in one for part in FILES)]:
        journey.open(path)
    journey.open("/situations/retrouver")
    page = journey.page
    for field, text in TYPED.items():
        page.locator(f"[name={field}]").fill(text)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    for radio in page.locator("[name=reason]").all()[:1]:
        radio.check()
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()
    journey.said.append(page.title())
    for code in PAPERS:
        journey.open(f"/situations/{scene.case.reference}/acces")
        journey.take(f"/situations/{scene.case.reference}/papiers/{code}")


def referred(journey: Journey, scene: Scene) -> None:
    """A shelter writes who she is, leaves the page, comes back."""
    journey.signed_in("shelter")
    journey.open("/situations/nouvelle")
    journey.page.locator("main button[type=submit]").first.click()
    journey.page.wait_for_load_state()
    for field, text in {**TYPED, "phone": "06 39 98 47 21", "reason_text": "raisombrane"}.items():
        for one in journey.page.locator(f"[name={field}]").all():
            one.fill(text)
    journey.page.locator("main button[type=submit]").first.click()
    journey.page.wait_for_load_state()
    with suppress(Error):  # what was answered to her was not kept: there is nothing to go back to
        journey.page.go_back()
    journey.open(f"/situations/{scene.case.reference}")
    journey.open("/situations/")


def test_a_browser_keeps_nothing_of_her(
    world: World, address: str, profile: tuple[BrowserContext, Path], trail: Trail, store: Any
) -> None:
    context, folder = profile
    scene = seed.begin(world)
    seed.assess(scene)
    seed.to_landlord(scene)
    journey = Journey(context, address, world)
    visited(journey, scene)
    referred(journey, scene)
    journey.signed_in("landlord")
    journey.open("/propositions/")
    journey.open(f"/propositions/{scene.proposal.reference}")
    assert journey.downloads == ["feuille.pdf"] * len(PAPERS)
    assert [(text, found(text)) for text in journey.said if found(text)] == []
    context.close()
    history = (folder / "Default" / "History").read_bytes()
    assert scene.case.reference.encode() in history  # it is really kept, and holds what it may
    assert everywhere(folder) == {}
    assert found(trail.logged.getvalue()) == set()
    assert found(trail.server_log) == set()
