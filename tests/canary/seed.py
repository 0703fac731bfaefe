"""A case whose every personal field is a canary, taken by the actions from referral to lease."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from havre.adapters.files.reading import clean
from havre.allocations import actions as allocations
from havre.assessments import actions as assessments
from havre.cases import actions as cases
from havre.cases import correcting, exceptional_access
from havre.cases.consent import renew_consent
from havre.cases.consent_terms import ConsentTerms, Withheld
from havre.cases.recusals import recuse_organisation, recuse_person
from havre.documents import actions as documents
from havre.engine.vocabulary import (
    CommitteeDecision,
    Conclusion,
    ConsentForm,
    DocumentKind,
    ExceptionalGround,
    Pathway,
    Relation,
)
from havre.engine.vocabulary import Compartment as C
from havre.platform import gate
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.gate import Departure, Held, Recipient, Way
from havre.sharing.policy import Recipient as Kind
from havre.sharing.selectors import consent_in_force
from tests import papers
from tests import world as w
from tests.canary.words import BORN, MAIL, NUMBER, PHONE
from tests.matrix.scenario import Scene
from tests.world import World


def content(world: World):  # type: ignore[no-untyped-def]
    """The whole referral form."""
    return w.referral_content(
        pathway=Pathway.TENANT,
        origin_landlord_id=world.other_landlord.organisation_id,
        last_name="Vexandrule",
        first_name="Ysombrine",
        birth_date=BORN,
        unique_number=NUMBER,
        phone=PHONE,
        email=MAIL,
        channel="PHONE",
        hours="brelunche",
        interpreter="lombardique",
        code_word="mirtagelle",
        contact_note="notacourbe",
        reason="raisombrane",
        place="Foyer Lugranvale, 8 impasse Ostremire",
        danger_note="dangerolvane",
        children_names="Lutrenelle Vexandrule",
        perpetrator="Ardan Bourrasqual",
        perpetrator_places="Garage Garamelune",
        former_addresses="4 rue Cheverolune, 45140 Ingré",
        consent_form=ConsentForm.ORAL_WITNESS,
        consent_witness="temoignelle",
        consent_withheld="tairelune",
        consent_withheld_why="pourquoimbre",
    )


def begin(world: World) -> Scene:
    """The offer where she will live, and her referral."""
    offer = w.vacancy(world, residence="Résidence Fauvelquist", address="9 allée Gristelomb")
    scene = Scene(world, offer)
    with acting(world.shelter) as actor:
        scene.case = cases.start_referral(Pathway.TENANT, actor=actor)
        cases.save_referral(scene.case, content(world), actor=actor)
        before = replace(content(world), contact_note="notaprecede")
        scene.case = cases.send_referral(scene.case, before, actor=actor)
    with acting(world.shelter) as actor:
        noted = correcting.content_of(scene.case, C.CONTACT, actor=actor)
        now = {**noted.said, "note": "notacourbe"}
        reason = correcting.Reason.SLIP
        correcting.correct(scene.case, C.CONTACT, now, seen=noted.seen, reason=reason, actor=actor)
    return scene


def assess(scene: Scene) -> None:
    """Admitted, assessed with every note and zone, on the board, with documents of all formats."""
    with acting(scene.world.operator) as actor:
        scene.case = cases.admit_case(scene.case, actor=actor)
        made = assessments.start_assessment(scene.case, actor=actor)
        members = [
            assessments.MemberLine(Relation.APPLICANT, BORN),
            assessments.MemberLine(Relation.CHILD, BORN.replace(year=2018)),
        ]
        assessments.save_household(made, members, actor=actor)
        summary = {"monthly_income": Decimal(1450), "tax_income": 11800, "disabled": False}
        detail = {"lines": [], "debts": [], "note": "dettolvaine"}
        assessments.save_resources(made, summary, detail, actor=actor)
        need = {
            "rooms_min": 2,
            "rooms_max": 3,
            "communes": ["45234"],
            "ground_floor_ok": True,
            "regimes": ["BAIL_DIRECT"],
            "rights": ["2", "7"],
        }
        assessments.save_need(made, need, actor=actor)
        zones = [
            {"kind": "RESIDENCE", "name": "Résidence Zonarvelle"},
            {"kind": "RADIUS", "lat": 47.83, "lon": 1.9, "km": 1, "place": "École Brindacourt"},
        ]
        near = [{"kind": "SCHOOL", "lat": 47.81234, "lon": 1.92, "place": "Lycée Ombrecourt"}]
        plan = {"level": "HIGH", "measures": [], "zones": zones, "near": near}
        assessments.save_safety(made, plan, actor=actor)
        scene.assessment = assessments.validate_assessment(
            made, Conclusion.REHOUSING, 1, actor=actor
        )
        scene.card = assessments.publish_card(scene.assessment, actor=actor)
    for kind, data in ((DocumentKind.PIECE_IDENTITE, papers.jpeg()), (KIND_PDF, papers.pdf())):
        with acting(scene.world.operator) as actor:
            documents.add_document(
                scene.case,
                kind,
                clean(data, "photolverne"),
                actor=actor,
                name="photolverne.jpg",
                note="notulbrac",
            )


KIND_PDF = DocumentKind.AVIS_IMPOSITION


def protect(scene: Scene) -> None:
    """Agreement renewed, two recusals, an exceptional access, a held mail."""
    colleague = w.colleague(scene.world, "operator")
    terms = ConsentTerms(
        form=ConsentForm.ORAL_WITNESS,
        on=today(),
        until=today() + timedelta(days=300),
        witness="temoignelle",
        withheld=[Withheld("tairelune", "pourquoimbre")],
        agreed=dict.fromkeys(Kind, True),
    )
    with acting(scene.world.operator) as actor:
        before = consent_in_force(scene.case.pk, actor=actor)
        renew_consent(scene.case, terms, after=before.version, actor=actor)
        recuse_organisation(
            scene.case, scene.world.agency.organisation_id, "recusolvane", actor=actor
        )
        recuse_person(scene.case, scene.world.funder.user_id, "recusolvane", actor=actor)
        asked = exceptional_access.ask(
            scene.case,
            C.SUPPORT_MEDICAL,
            ExceptionalGround.VITAL_EMERGENCY,
            "breglassane",
            actor=actor,
        )
    with acting(colleague) as actor:
        exceptional_access.confirm(asked.pk, actor=actor)
    letter = Departure(
        Way.MAIL,
        Recipient(
            scene.world.shelter.organisation_id,
            scene.world.shelter.user_id,
            "shelter@exemple.test",
        ),
        (scene.case.pk,),
        subject="Havre",
        body="Voir impasse Ostremire, letrombelle.",
    )
    with acting(scene.world.operator) as actor, contextlib.suppress(Held):
        gate.dispatch(letter, actor=actor)


def to_landlord(scene: Scene) -> None:
    """Proposed, agreed, before the committee."""
    scene.proposal = w.with_landlord(scene.world, w.proposed(scene.world, scene.case, scene.offer))


def lease(scene: Scene) -> None:
    """Allocated under a condition, then plainly, the lease signed, the keys given."""
    with acting(scene.world.landlord) as actor:
        proposal = allocations.record_landlord_answer(
            scene.proposal, agrees=True, committee_on=today(), actor=actor
        )
        scene.proposal = allocations.record_decision(
            proposal,
            CommitteeDecision.CONDITIONAL,
            decided_on=today(),
            condition="AUTRE",
            condition_until=today() + timedelta(days=10),
            actor=actor,
        )
        scene.proposal = allocations.confirm_allocation(
            scene.proposal, allocated=True, notified_on=today(), actor=actor
        )
    with acting(scene.world.operator) as actor:
        scene.proposal = allocations.record_her_acceptance(scene.proposal, actor=actor)
    with acting(scene.world.landlord) as actor:
        allocations.sign_lease(scene.proposal, signed_on=today(), actor=actor)
        scene.proposal.refresh_from_db()
        allocations.record_move_in(scene.proposal, moved_in_on=today(), actor=actor)
