"""What a commission takes out on paper: whole tables, and nothing to press."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from havre.matching import plan_actions
from havre.platform.acting import acting
from tests import world as w
from tests.journeys.conftest import Person
from tests.world import World

SITUATIONS = 12
LANDSCAPE = {"width": 1047, "height": 718}
"""What a sheet of A4 in landscape holds between its margins, in CSS pixels."""


@pytest.mark.browser
def test_the_board_and_the_plan_are_whole_on_paper(
    world: World, person: Callable[..., Person]
) -> None:
    for n in range(SITUATIONS):
        w.assessed(world, w.admitted(world, last_name=f"Nom{n}"))
    for n, by in enumerate(("landlord", "other_landlord", "agency")):
        w.vacancy(world, by, reference=f"T-{n}")
    with acting(world.operator) as operator:
        run = plan_actions.make_plan(set(), actor=operator)
    one = person("operator")
    for path, rows in (("/situations/tableau", SITUATIONS), (f"/plan/{run.reference}", SITUATIONS)):
        one.go(path)
        assert one.page.locator("button:visible, .btn:visible").count() > 0
        one.page.emulate_media(media="print")
        one.page.set_viewport_size(LANDSCAPE)  # type: ignore[arg-type]
        assert one.page.locator("main tbody tr:visible").count() == rows
        assert one.page.locator("button:visible, .btn:visible").count() == 0
        cut = one.page.locator(".table-panel").evaluate_all(
            "panels => panels.filter(p => p.scrollWidth > p.clientWidth"
            " || p.scrollHeight > p.clientHeight || getComputedStyle(p).overflowX !== 'visible')"
            ".length"
        )
        assert cut == 0, path
        one.page.emulate_media(media="screen")
