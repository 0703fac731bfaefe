"""No page asks the database more than 15 times, session, sign-in, journal and vault included.

The counts are literal: a page that asks once more is looked at before its number changes here.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import world as w
from tests.housing.imports import csv_of, line
from tests.world import World

from havre.allocations import actions as allocations
from havre.allocations.models import Proposal
from havre.assessments import actions as assessments
from havre.assessments.selectors import validated
from havre.cases import actions as cases
from havre.cases.models import Case
from havre.engine.vocabulary import CommitteeDecision, Pathway
from havre.platform.acting import acting
from havre.platform.clock import today

BUDGET = 15
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
COUNTS = {}
LANDLORDS = ("landlord", "other_landlord", "agency")


def asked(client: Client, url: str) -> int | None:
    """Return how many queries a page takes on both connections, transactions' frames apart.

    None when the page is not for this person.
    """
    with (
        CaptureQueriesContext(connections["default"]) as web,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        status = client.get(url).status_code
    queries = [*web.captured_queries, *vault.captured_queries]
    asked = sum(not query["sql"].startswith(FRAME) for query in queries)
    assert status in {200, 403, 404}, url
    return asked if status == 200 else None


def draft(world: World, name: str, pathway: Pathway) -> Case:
    with acting(world.actors[name]) as actor:
        return cases.start_referral(pathway, actor=actor)


def seeking(world: World, last_name: str) -> Case:
    """A case whose assessment is validated, with landlords to avoid."""
    case = w.admitted(world, last_name=last_name)
    places: list[dict[str, object]] = [
        {"kind": "LANDLORD", "landlord": world.organisations[name].pk} for name in LANDLORDS[1:]
    ]
    w.assessed(world, case, zones=places)
    return case


def sent(world: World, reference: str) -> Proposal:
    """A proposal on a reserved dwelling, transmitted to the holder of the right."""
    offer = w.vacancy(world, right="2", reference=reference)
    proposal = w.proposed(world, seeking(world, reference), offer)
    with acting(world.operator) as operator:
        allocations.record_her_agreement(proposal, actor=operator)
        return allocations.transmit(proposal, actor=operator)


def designated(world: World, reference: str) -> Proposal:
    """The same, designated by the holder."""
    proposal = sent(world, reference)
    with acting(world.holder) as holder:
        return allocations.record_holder_answer(proposal, agrees=True, actor=holder)


def allocated(world: World, reference: str) -> Proposal:
    """The same, decided by the committee: her answer has a last day."""
    proposal = designated(world, reference)
    with acting(world.landlord) as landlord:
        proposal = allocations.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=landlord
        )
        return allocations.record_decision(
            proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=landlord
        )


def imported(world: World, name: str) -> str:
    """A landlord's file, its columns confirmed, waiting to be looked at."""
    client = Client()
    client.force_login(world.users[name])
    answer = client.post("/offres/import", {"file": SimpleUploadedFile("f.csv", csv_of(line(1)))})
    return str(answer["Location"]).removesuffix("/colonnes")


@pytest.fixture
def pages(world: World) -> Mapping[str, str]:
    """The address of each page, by name."""
    drafted = draft(world, "shelter", Pathway.SHELTERED)
    theirs = draft(world, "landlord", Pathway.TENANT)
    own = draft(world, "operator", Pathway.TENANT)
    first, again = w.admitted(world, last_name="Deux"), w.referred(world, last_name="Deux")
    origin = world.landlord.organisation_id
    tenant = w.admitted(
        world, "other_shelter", pathway=Pathway.TENANT, origin_landlord_id=origin, last_name="Loc"
    )
    looking, shown = seeking(world, "Cherche"), seeking(world, "Publiée")
    with acting(world.operator) as operator:
        found = validated(shown, actor=operator)
        assert found is not None
        card = assessments.publish_card(found, actor=operator)
    waiting, decided = sent(world, "R-1"), allocated(world, "R-2")
    signed = w.leased(world, designated(world, "R-3"))
    with acting(world.operator):
        on_waiting, on_decided, on_signed = (p.case.reference for p in (waiting, decided, signed))
    offer = w.vacancy(world, reference="L-1")
    case = "/situations/{}".format
    return {
        "home": "/",
        "cases": "/situations/",
        "board": "/fiches/",
        "offers": "/offres/",
        "proposals": "/propositions/",
        "imports": "/offres/imports",
        "import": "/offres/import",
        "indicators": "/indicateurs/",
        "indicator's cases": f"/indicateurs/situations?du={today()}&au={today()}&indicateur=I2",
        "programme": "/dispositif/",
        "settings": "/dispositif/reglages",
        "new targets": "/dispositif/objectifs/ajouter",
        "rights": "/dispositif/contingents",
        "ceilings": "/dispositif/plafonds",
        "communes": "/dispositif/communes",
        "organisations": "/dispositif/organismes/",
        "organisation": "/dispositif/organismes/shelter",
        "organisation, corrected": "/dispositif/organismes/shelter/modifier",
        "people": "/equipe/",
        "invitation": "/equipe/inviter",
        "help": "/aide",
        "new referral": "/situations/nouvelle",
        "draft": f"{case(drafted.reference)}/orientation",
        "draft, discarded": f"{case(drafted.reference)}/orientation/supprimer",
        "landlord's draft": f"{case(theirs.reference)}/orientation",
        "operator's draft": f"{case(own.reference)}/orientation",
        "file, referred": case(again.reference),
        "refusal": f"{case(again.reference)}/ne-pas-admettre",
        "file, admitted": case(first.reference),
        "file, tenant": case(tenant.reference),
        "file, seeking": case(looking.reference),
        "file, with the holder": case(on_waiting),
        "file, allocated": case(on_decided),
        "file, leased": case(on_signed),
        "caseworker": f"{case(on_decided)}/confier",
        "shares": f"{case(on_decided)}/partages",
        "consent": f"{case(on_decided)}/accord",
        "assessment": f"{case(looking.reference)}/diagnostic",
        "need card": f"{case(looking.reference)}/fiche",
        "need card, published": f"{case(shown.reference)}/fiche",
        "compatible": f"{case(looking.reference)}/logements",
        "excluded": f"{case(looking.reference)}/logements/ecartes",
        "pair": f"{case(looking.reference)}/logements/{offer.reference}",
        "card": f"/fiches/{card.reference}",
        "offer": f"/offres/{offer.reference}",
        "offer, corrected": f"/offres/{offer.reference}/modifier",
        "new offer": "/offres/nouvelle",
        "proposal, with the holder": f"/propositions/{waiting.reference}",
        "proposal, allocated": f"/propositions/{decided.reference}",
        "proposal, leased": f"/propositions/{signed.reference}",
        "import, preview": imported(world, "landlord"),
    }


def test_every_page_keeps_within_the_budget(world: World, pages: Mapping[str, str]) -> None:
    found: dict[str, dict[str, int]] = {}
    for name in world.users:
        client = Client()
        client.force_login(world.users[name])
        counts = {page: asked(client, url) for page, url in pages.items()}
        found[name] = {page: count for page, count in counts.items() if count is not None}
    print("COUNTS", found)
    assert found == COUNTS
    assert max(count for counts in found.values() for count in counts.values()) <= BUDGET
