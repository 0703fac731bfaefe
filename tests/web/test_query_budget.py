"""No page asks the database more than 15 times, session, sign-in, journal and vault included.

The counts are literal: a page that asks once more is looked at before its number changes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.allocations import actions as allocations
from havre.allocations import urgent_calls
from havre.allocations.models import Proposal
from havre.allocations.urgent_selectors import own_asks
from havre.assessments import actions as assessments
from havre.assessments.selectors import validated
from havre.cases import actions as cases
from havre.cases.models import Case
from havre.engine.vocabulary import CommitteeDecision, Pathway, UrgentReason
from havre.matching import plan_actions
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import papers
from tests import world as w
from tests.coordination import commission
from tests.documents.deposits import bring
from tests.housing.imports import csv_of, line
from tests.world import World

BUDGET = 15
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
EVERYONE = " ".join(w.ROLES)
SEARCHERS = " ".join(name for name in w.ROLES if name != "funder")
COUNTS: Mapping[str, Mapping[int, str]] = {
    "meetings": {11: "operator", 7: "landlord other_landlord agency holder"},
    "meetings, settings": {5: "operator"},
    "meetings, guests": {8: "operator"},
    "meeting": {14: "operator"},
    "meeting, moved": {5: "operator"},
    "meeting, who is there": {9: "operator"},
    "meeting, session": {11: "operator"},
    "meeting, apart": {12: "operator"},
    "meeting, draft minutes": {10: "operator"},
    "meeting, minutes": {11: "operator", 10: "landlord"},
    "home": {
        13: "operator landlord",
        10: "shelter other_landlord holder",
        9: "other_shelter agency",
        8: "referrer",
        6: "specialist funder",
    },
    "cases": {
        9: "operator shelter other_shelter landlord holder",
        5: "other_landlord agency referrer specialist funder",
    },
    "board": {7: "operator", 8: "landlord holder", 6: "other_landlord agency"},
    "offers": {9: "operator", 8: "landlord holder", 6: "other_landlord agency"},
    "proposals": {
        8: "operator landlord holder",
        5: "shelter other_shelter other_landlord agency referrer specialist funder",
    },
    "imports": {5: "operator landlord other_landlord agency"},
    "import": {5: "operator", 4: "landlord other_landlord agency"},
    "reservation rights": {7: "operator landlord holder", 6: "other_landlord agency"},
    "reservation right's target": {7: "operator"},
    "indicators": {10: "operator", 11: "funder"},
    "indicator's cases": {9: "operator"},
    "programme": {8: "operator"},
    "settings": {5: "operator"},
    "watching": {5: "operator"},
    "new targets": {4: "operator"},
    "rights": {6: "operator"},
    "ceilings": {7: "operator"},
    "communes": {5: "operator"},
    "organisations": {6: "operator"},
    "organisation": {7: "operator"},
    "organisation, corrected": {6: "operator"},
    "people": {6: EVERYONE},
    "mail": {6: EVERYONE},
    "one's mail": {5: EVERYONE},
    "account": {6: EVERYONE},
    "account, protected": {3: EVERYONE},
    "account, application": {4: EVERYONE},
    "account, passkey": {6: EVERYONE},
    "password": {3: EVERYONE},
    "held": {5: "operator"},
    "invitation": {4: EVERYONE},
    "help": {4: EVERYONE},
    "new referral": {4: "operator shelter other_shelter landlord other_landlord referrer"},
    "draft": {12: "shelter"},
    "signal": {7: "shelter"},
    "draft, discarded": {6: "shelter"},
    "landlord's draft": {11: "landlord"},
    "operator's draft": {12: "operator"},
    "file, referred": {15: "operator shelter"},
    "refusal": {6: "operator"},
    "file, admitted": {15: "operator shelter"},
    "file, tenant": {15: "operator other_shelter landlord"},
    "file, seeking": {15: "operator shelter"},
    "file, with the holder": {15: "operator shelter holder"},
    "file, allocated": {15: "operator shelter landlord holder"},
    "file, leased": {15: "operator shelter landlord"},
    "caseworker": {7: "operator"},
    "correction": {9: "operator"},
    "shares": {14: "operator"},
    "consent": {11: "operator"},
    "protected access": {10: "operator", 8: "shelter landlord holder"},
    "recusal": {8: "operator"},
    "request to reserve": {8: "operator"},
    "reservation": {8: "operator shelter landlord holder"},
    "exceptional access": {7: "operator"},
    "share by hand": {11: "operator"},
    "consultations": {10: "operator"},
    "agreements ending": {5: "operator"},
    "search": {4: SEARCHERS},
    "journal": {
        9: "operator shelter other_shelter landlord holder",
        7: "other_landlord agency referrer specialist funder",
    },
    "attestation": {
        5: "shelter other_shelter landlord other_landlord agency holder referrer specialist funder"
    },
    "documents": {10: "operator shelter landlord holder"},
    "document": {10: "operator shelter landlord holder"},
    "document's page": {9: "operator shelter landlord holder"},
    "new document": {7: "operator shelter"},
    "document, replaced": {8: "operator"},
    "document, removed": {8: "operator"},
    "assessment": {12: "operator"},
    "need card": {15: "operator"},
    "need card, published": {13: "operator"},
    "compatible": {14: "operator"},
    "compared": {13: "operator"},
    "plan": {11: "operator"},
    "plan's situation": {12: "operator"},
    "plan's settings": {7: "operator"},
    "situations and landlords": {13: "operator"},
    "offer's situations": {13: "operator"},
    "weights": {5: "operator"},
    "excluded": {11: "operator"},
    "pair": {12: "operator"},
    "between landlords": {11: "operator", 15: "landlord other_landlord agency"},
    "urgent calls": {6: "operator", 5: "other_landlord agency", 8: "landlord holder"},
    "urgent call": {9: "operator"},
    "urgent line": {11: "operator", 10: "landlord"},
    "card": {8: "operator", 9: "landlord holder"},
    "offer": {6: "operator", 9: "landlord"},
    "offer, corrected": {6: "operator landlord"},
    "new offer": {6: "operator", 5: "landlord other_landlord agency"},
    "proposal, with the holder": {9: "operator", 15: "holder"},
    "proposal, allocated": {9: "operator", 15: "landlord holder"},
    "candidate file": {10: "operator landlord holder"},
    "desk": {11: "landlord", 7: "other_landlord agency"},
    "committees": {6: "landlord other_landlord"},
    "committee's dates": {4: "landlord other_landlord"},
    "committee": {14: "landlord"},
    "question": {15: "holder"},
    "question to a landlord": {15: "landlord", 6: "holder"},
    "question, answered": {4: EVERYONE},
    "decisions": {5: "landlord other_landlord"},
    "decisions, preview": {7: "landlord"},
    "proposal, leased": {9: "operator", 15: "landlord"},
    "import, preview": {13: "operator landlord"},
}
"""How often each page asks, and who opens it: {page: {count: readers}}."""
AVOIDED = ("other_landlord", "agency")


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
    sent_on = status == 302 and url.startswith("/repondre/")  # the operator answers elsewhere
    assert status in {200, 403, 404} or sent_on, (url, status)
    count = sum(not query["sql"].startswith(FRAME) for query in queries)
    return count if status == 200 else None


def draft(world: World, name: str, pathway: Pathway) -> Case:
    with acting(world.actors[name]) as actor:
        return cases.start_referral(pathway, actor=actor)


def seeking(world: World, last_name: str) -> Case:
    """A case whose assessment is validated, with landlords to avoid."""
    case = w.admitted(world, last_name=last_name)
    places: list[dict[str, object]] = [
        {"kind": "LANDLORD", "landlord": world.organisations[name].pk} for name in AVOIDED
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


def scheduled(world: World, reference: str) -> Proposal:
    """The same, going to a committee to come."""
    proposal = designated(world, reference)
    with acting(world.landlord) as landlord:
        return allocations.record_landlord_answer(
            proposal, agrees=True, committee_on=today() + timedelta(days=9), actor=landlord
        )


def decisions(world: World) -> str:
    """A file of decisions, its columns as they are; return the address of its preview."""
    text = "Référence;Décision;Date\nZZZZ-9999;Attribution;01/12/2025\n".encode()
    client = Client()
    client.force_login(world.users["landlord"])
    file = SimpleUploadedFile("decisions.csv", text)
    sent = client.post("/bureau/commissions/decisions", {"file": file})
    return sent.headers["Location"].removesuffix("/colonnes")


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


def imported(world: World, name: str, known: str) -> str:
    """A landlord's file of a new dwelling and a known one, waiting to be looked at."""
    client = Client()
    client.force_login(world.users[name])
    content = csv_of(line(1), line(2, **{"Réf.": known}))
    answer = client.post("/offres/import", {"file": SimpleUploadedFile("f.csv", content)})
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
    with acting(world.operator):
        planned = plan_actions.make_plan(set(), actor=world.operator)
    with acting(world.operator) as operator:
        found = validated(shown, actor=operator)
        assert found is not None
        card = assessments.publish_card(found, actor=operator)
    both = [world.organisations[name].pk for name in ("landlord", "holder")]
    with acting(world.operator) as operator:
        urgent_calls.open_call(shown, UrgentReason.DANGER, both, actor=operator)
    with acting(world.landlord) as landlord:
        asked_line = own_asks(landlord).get().pk
    waiting, decided = sent(world, "R-1"), allocated(world, "R-2")
    signed = w.leased(world, designated(world, "R-3"))
    with acting(world.operator):
        on_waiting, on_decided, on_signed = (p.case.reference for p in (waiting, decided, signed))
    paper = bring(decided.case, world.operator, content=papers.pdf())
    offer, other = (w.vacancy(world, reference=name) for name in ("L-1", "L-2"))
    case = "/situations/{}".format
    over, running = commission.two_meetings(world)
    return {
        "meetings": "/reunions/",
        "meetings, settings": "/reunions/dates",
        "meetings, guests": "/reunions/participants",
        "meeting": f"/reunions/{running}",
        "meeting, moved": f"/reunions/{running}/deplacer",
        "meeting, who is there": f"/reunions/{running}/presents",
        "meeting, session": f"/reunions/{running}/seance",
        "meeting, apart": f"/reunions/{running}/a-part",
        "meeting, draft minutes": f"/reunions/{running}/compte-rendu",
        "meeting, minutes": f"/reunions/{over}/compte-rendu",
        "home": "/",
        "cases": "/situations/",
        "board": "/fiches/",
        "offers": "/offres/",
        "proposals": "/propositions/",
        "imports": "/offres/imports",
        "import": "/offres/import",
        "reservation rights": "/droits-reservation/",
        "reservation right's target": "/droits-reservation/2026/objectif",
        "indicators": "/indicateurs/",
        "indicator's cases": f"/indicateurs/situations?du={today()}&au={today()}&indicateur=I2",
        "programme": "/dispositif/",
        "settings": "/dispositif/reglages",
        "watching": "/dispositif/surveillance",
        "new targets": "/dispositif/objectifs/ajouter",
        "rights": "/dispositif/contingents",
        "ceilings": "/dispositif/plafonds",
        "communes": "/dispositif/communes",
        "organisations": "/dispositif/organismes/",
        "organisation": "/dispositif/organismes/shelter",
        "organisation, corrected": "/dispositif/organismes/shelter/modifier",
        "people": "/equipe/",
        "mail": "/courriers/",
        "one's mail": "/compte/courriers",
        "account": "/compte/securite",
        "account, protected": "/compte/protection",
        "account, application": "/compte/protection/application",
        "account, passkey": "/compte/protection/cle",
        "password": "/mot-de-passe",
        "held": "/envois/",
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
        "correction": f"{case(on_decided)}/corriger/identite",
        "signal": f"{case(on_decided)}/signaler",
        "shares": f"{case(on_decided)}/partages",
        "consent": f"{case(on_decided)}/accord",
        "protected access": f"{case(on_decided)}/acces",
        "recusal": f"{case(on_decided)}/acces/ecarter",
        "reservation": f"{case(on_decided)}/acces/reserver",
        "request to reserve": f"{case(on_decided)}/acces/demander",
        "exceptional access": f"{case(on_decided)}/acces/exceptionnel",
        "share by hand": f"{case(on_decided)}/partages/ouvrir",
        "consultations": f"{case(on_decided)}/consultations",
        "agreements ending": "/situations/accords",
        "search": "/situations/retrouver",
        "journal": "/journal/",
        "attestation": "/journal/attester",
        "documents": f"{case(on_decided)}/documents",
        "document": f"{case(on_decided)}/documents/{paper.pk}",
        "document's page": f"{case(on_decided)}/documents/{paper.pk}/page/1",
        "new document": f"{case(on_decided)}/documents/ajouter",
        "document, replaced": f"{case(on_decided)}/documents/{paper.pk}/remplacer",
        "document, removed": f"{case(on_decided)}/documents/{paper.pk}/retirer",
        "assessment": f"{case(looking.reference)}/diagnostic",
        "need card": f"{case(looking.reference)}/fiche",
        "need card, published": f"{case(shown.reference)}/fiche",
        "compatible": f"{case(looking.reference)}/logements",
        "compared": f"{case(looking.reference)}/logements/comparer?offre={offer.reference}"
        f"&offre={other.reference}",
        "situations and landlords": "/situations/tableau",
        "offer's situations": f"/offres/{offer.reference}/situations",
        "weights": "/dispositif/poids",
        "plan": "/plan/",
        "plan's situation": f"/plan/{planned.reference}/{looking.reference}",
        "plan's settings": "/dispositif/plan",
        "excluded": f"{case(looking.reference)}/logements/ecartes",
        "pair": f"{case(looking.reference)}/logements/{offer.reference}",
        "between landlords": "/equilibre/",
        "urgent calls": "/urgences/",
        "urgent call": f"{case(shown.reference)}/urgence",
        "urgent line": f"/urgences/{asked_line}",
        "card": f"/fiches/{card.reference}",
        "offer": f"/offres/{offer.reference}",
        "offer, corrected": f"/offres/{offer.reference}/modifier",
        "new offer": "/offres/nouvelle",
        "proposal, with the holder": f"/propositions/{waiting.reference}",
        "proposal, allocated": f"/propositions/{decided.reference}",
        "candidate file": f"/propositions/{decided.reference}/pieces",
        "desk": "/bureau/",
        "committees": "/bureau/commissions/",
        "committee's dates": "/bureau/commissions/saisir",
        "question": f"/repondre/{waiting.reference}",
        "question to a landlord": f"/repondre/{designated(world, 'Q-1').reference}",
        "question, answered": "/repondre/merci",
        "decisions": "/bureau/commissions/decisions",
        "decisions, preview": decisions(world),
        "committee": f"/bureau/commissions/{scheduled(world, 'C-1').committee_on}",
        "proposal, leased": f"/propositions/{signed.reference}",
        "import, preview": imported(world, "landlord", "L-1"),
    }


def test_every_page_keeps_within_the_budget(world: World, pages: Mapping[str, str]) -> None:
    found: dict[str, dict[int, str]] = {page: {} for page in pages}
    for name in world.users:
        client = Client()
        client.force_login(world.users[name])
        for page, url in pages.items():
            count = asked(client, url)
            if count is not None:
                found[page][count] = f"{found[page].get(count, '')} {name}".strip()
    assert found == COUNTS
    assert max(count for counts in found.values() for count in counts) <= BUDGET
