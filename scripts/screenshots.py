"""Takes the pictures of the guide and of the README from a running Havre.

    havre demo --accounts --json > accounts.json
    python scripts/screenshots.py --url http://127.0.0.1:8000 --accounts accounts.json

The pictures show the synthetic territory only. Exits with 1 and a sentence when a page is missing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

DOCS = Path(__file__).resolve().parent.parent / "docs"
SIZE = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Shot:
    """A picture: where to go, and the file to write under `docs/`."""

    path: str
    file: str


SHOTS: dict[str, tuple[Shot, ...]] = {
    "OPERATOR": (
        Shot("/", "images/home.png"),
        Shot("/", "guide/images/operateur-1.png"),
        Shot("/situations/", "guide/images/operateur-2.png"),
        Shot("/dispositif/", "guide/images/operateur-3.png"),
    ),
    "SHELTER": (
        Shot("/", "guide/images/structure-accueil-1.png"),
        Shot("/situations/", "guide/images/structure-accueil-2.png"),
    ),
    "LANDLORD": (
        Shot("/", "guide/images/bailleur-1.png"),
        Shot("/offres/", "guide/images/bailleur-2.png"),
        Shot("/propositions/", "guide/images/bailleur-3.png"),
    ),
    "LETTING_AGENCY": (
        Shot("/offres/", "guide/images/agence-1.png"),
        Shot("/propositions/", "guide/images/agence-2.png"),
    ),
    "RESERVATION_HOLDER": (
        Shot("/propositions/", "guide/images/reservataire-1.png"),
        Shot("/fiches/", "guide/images/reservataire-2.png"),
    ),
    "REFERRER": (Shot("/situations/", "guide/images/partenaire-1.png"),),
    "SPECIALIST": (Shot("/", "guide/images/intervenant-1.png"),),
    "FUNDER": (Shot("/indicateurs/", "guide/images/financeur-1.png"),),
}


class Missing(Exception):
    """What the pictures need is not there; the sentence says what."""


def accounts_from(source: str) -> dict[str, tuple[str, str]]:
    """Return {role: (email, password)} from a JSON file, or from standard input for « - »."""
    text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    found: dict[str, tuple[str, str]] = {}
    for account in json.loads(text):
        found.setdefault(account["role"].upper(), (account["email"], account["password"]))
    missing = SHOTS.keys() - found.keys()
    if missing:
        raise Missing(f"no account for: {', '.join(sorted(missing))}")
    return found


def signed_in(browser: Browser, url: str, email: str, password: str) -> Page:
    """Open a page of its own, signed in."""
    context = browser.new_context(viewport=SIZE, locale="fr-FR", color_scheme="light")
    page = context.new_page()
    page.goto(f"{url}/connexion")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("main form button[type=submit]")
    if page.url.endswith("/connexion"):
        raise Missing(f"the account {email} does not sign in at {url}")
    with page.expect_navigation():  # the code of a demonstration account is filled in already
        page.click("main form:not([hidden]) button[type=submit]")
    return page


def take(page: Page, url: str, shot: Shot) -> Path:
    """Write one picture; a page that does not answer 200 is an error, not a picture of it."""
    answer = page.goto(f"{url}{shot.path}", wait_until="load")
    if answer is None or answer.status != 200:
        raise Missing(f"{shot.path} answered {answer.status if answer else 'nothing'}")
    target = DOCS / shot.file
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, animations="disabled", caret="hide")
    return target


def browser_path(given: str | None) -> str | None:
    """Return the browser to run: the one given, the system's, or the one Playwright brings."""
    return given or shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> int:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="address of a running Havre")
    parser.add_argument("--accounts", required=True, help="JSON of its accounts, or - to read it")
    parser.add_argument("--browser", help="path of a Chromium")
    arguments = parser.parse_args()
    url = arguments.url.rstrip("/")
    try:
        accounts = accounts_from(arguments.accounts)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=browser_path(arguments.browser), args=["--no-sandbox"]
            )
            for role, shots in SHOTS.items():
                page = signed_in(browser, url, *accounts[role])
                for shot in shots:
                    print(take(page, url, shot).relative_to(DOCS.parent))
                page.context.close()
            browser.close()
    except (Missing, Error, OSError, ValueError) as error:
        print(f"screenshots: {str(error).splitlines()[0]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
