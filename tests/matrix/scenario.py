"""One case taken to each step of the matrix, every compartment carrying a word of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from havre.allocations import actions as allocations
from havre.allocations.models import Proposal
from havre.assessments import actions as assessments
from havre.assessments.models import Assessment, NeedCard
from havre.cases import actions as cases
from havre.cases import exceptional_access, reservations
from havre.cases.by_hand import share_by_hand
from havre.cases.consent import renew_consent
from havre.cases.consent_terms import ConsentTerms, Named
from havre.cases.models import Case
from havre.cases.recusals import recuse_organisation
from havre.engine.vocabulary import (
    AdmissionRefusal,
    CommitteeDecision,
    ConsentForm,
    ExceptionalGround,
    HerDecline,
    LandlordDecline,
    Pathway,
)
from havre.engine.vocabulary import Compartment as C
from havre.housing.models import Vacancy
from havre.platform.acting import acting
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing import actions as sharing
from havre.sharing.by_hand import Reason
from havre.sharing.matrix import BY_HAND, EXCEPTIONAL, Party, path_to
from havre.sharing.policy import Recipient
from havre.sharing.selectors import consent_in_force
from tests import world as w
from tests.world import World

PLAYERS = {
    "operator": Party.OPERATOR,
    "shelter": Party.AUTHOR,
    "other_landlord": Party.ORIGIN,
    "landlord": Party.LANDLORD,
    "holder": Party.HOLDER,
    "agency": Party.BOARD,
    "other_shelter": Party.STRANGER,
    "referrer": Party.STRANGER,
    "specialist": Party.NAMED,
    "funder": Party.STRANGER,
}
"""Who plays which party, by the name of the organisation in the tests' world."""

IDENTITY = {"last_name": "Wyrmandel", "first_name": "Ysaldrine"}
HOME = "Résidence Fauvelange"


@dataclass
class Scene:
    """The case, what hangs on it so far, and the words that betray each compartment."""

    world: World
    offer: Vacancy
    case: Case | None = None
    assessment: Assessment | None = None
    card: NeedCard | None = None
    proposal: Proposal | None = None
    done: list[str] = field(default_factory=list)

    @property
    def words(self) -> dict[C, tuple[str, ...]]:
        """The words that only a reader of each compartment may meet."""
        found = {
            C.IDENTITY: (*IDENTITY.values(), "091062612345ABCDE9"),
            C.CONTACT: ("mirabellune", "06 00 00 00 47", "0600000047"),
            C.SHELTER_PLACE: ("Foyer Quorvaline", "impasse Tresmiel", "Motif zarbelune"),
            C.SAFETY: ("Danger ocrevane",),
            C.RESOURCES: ("Dette bleuvanche",),
            C.RESOURCES_SUMMARY: ("1 937",),
        }
        if self.case:
            found[C.PROGRESS] = (self.case.reference,)
        if self.card:
            found[C.NEED_CARD] = (self.card.reference,)
        if self.proposal:
            found[C.PROPOSAL] = (self.proposal.reference,)
            found[C.NEW_HOME] = (HOME,)
        return found


def draft(scene: Scene) -> None:
    actor = scene.world.shelter
    with acting(actor):
        scene.case = cases.start_referral(Pathway.TENANT, actor=actor)
        cases.save_referral(scene.case, _content(scene), actor=actor)


def _content(scene: Scene):  # type: ignore[no-untyped-def]
    return w.referral_content(
        pathway=Pathway.TENANT,
        origin_landlord_id=scene.world.other_landlord.organisation_id,
        unique_number="091062612345ABCDE9",
        phone="06 00 00 00 47",
        code_word="mirabellune",
        place="Foyer Quorvaline, 3 impasse Tresmiel",
        reason="Motif zarbelune",
        danger_note="Danger ocrevane",
        **IDENTITY,
    )


def refer(scene: Scene) -> None:
    actor = scene.world.shelter
    with acting(actor):
        scene.case = cases.send_referral(scene.case, _content(scene), actor=actor)


def refuse(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        cases.refuse_admission(scene.case, AdmissionRefusal.HORS_PUBLIC, actor=actor)


def admit(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        scene.case = cases.admit_case(scene.case, actor=actor)


def assess(scene: Scene) -> None:
    scene.assessment = w.assessed(scene.world, scene.case, income=1937, note="Dette bleuvanche")


def publish(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        scene.card = assessments.publish_card(scene.assessment, actor=actor)


def propose(scene: Scene) -> None:
    scene.proposal = w.proposed(scene.world, scene.case, scene.offer)


def to_holder(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        allocations.record_her_agreement(scene.proposal, actor=actor)
        scene.proposal = allocations.transmit(scene.proposal, actor=actor)


def to_landlord(scene: Scene) -> None:
    with acting(scene.world.holder) as actor:
        scene.proposal = allocations.record_holder_answer(scene.proposal, agrees=True, actor=actor)


def landlord_declines(scene: Scene) -> None:
    with acting(scene.world.landlord) as actor:
        allocations.record_landlord_answer(
            scene.proposal, agrees=False, reason=LandlordDecline.COMPOSITION, actor=actor
        )


def she_declines(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        allocations.record_her_decline(
            scene.proposal, HerDecline.LOCALISATION, Proposal.Consequence.ELIGIBLE, actor=actor
        )


def allocate(scene: Scene) -> None:
    with acting(scene.world.landlord) as actor:
        proposal = allocations.record_landlord_answer(
            scene.proposal, agrees=True, committee_on=today(), actor=actor
        )
        scene.proposal = allocations.record_decision(
            proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=actor
        )


def lease(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        scene.proposal = allocations.record_her_acceptance(scene.proposal, actor=actor)
    with acting(scene.world.landlord) as actor:
        allocations.sign_lease(scene.proposal, signed_on=today(), actor=actor)


def move_in(scene: Scene) -> None:
    with acting(scene.world.landlord) as actor:
        allocations.record_move_in(scene.proposal, moved_in_on=today(), actor=actor)


def revoke(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        landlord = Share.objects.filter(
            case=scene.case, organisation_id=scene.world.landlord.organisation_id, closed_at=None
        )
        for share in landlord.select_related("case"):
            sharing.revoke_share(share, actor=actor)


def withdraw_consent(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        before = consent_in_force(scene.case.pk, actor=actor)
        terms = ConsentTerms(
            form=ConsentForm.WRITTEN,
            on=today(),
            until=today() + timedelta(days=30),
            agreed={one: one is Recipient.OPERATOR for one in Recipient},
        )
        renew_consent(scene.case, terms, after=before.version, actor=actor)


def consent_again(scene: Scene, **changes: object) -> None:
    """A new version of her agreement, as wide as the first but for the changes."""
    with acting(scene.world.operator) as actor:
        before = consent_in_force(scene.case.pk, actor=actor)
        terms = ConsentTerms(
            form=ConsentForm.WRITTEN,
            on=today(),
            until=today() + timedelta(days=30),
            agreed=dict.fromkeys(Recipient, True),
            **changes,
        )
        renew_consent(scene.case, terms, after=before.version, actor=actor)


def refuse_part(scene: Scene) -> None:
    consent_again(scene, refused={Recipient.LANDLORD: frozenset({C.RESOURCES_SUMMARY})})


def open_by_hand(scene: Scene) -> None:
    named = scene.world.specialist.organisation_id
    consent_again(scene, named=[Named(named, True, frozenset(BY_HAND))])
    with acting(scene.world.operator) as actor:
        share_by_hand(
            scene.case,
            named,
            BY_HAND,
            until=today() + timedelta(days=10),
            reason=Reason.ASKED,
            actor=actor,
        )


def break_glass(scene: Scene) -> None:
    """Asked by one, confirmed by another of the operator."""
    colleague = w.colleague(scene.world, "operator")
    with acting(scene.world.operator) as actor:
        asked = exceptional_access.ask(
            scene.case,
            EXCEPTIONAL,
            ExceptionalGround.VITAL_EMERGENCY,
            "Motif velmarine",
            actor=actor,
        )
    with acting(colleague) as actor:
        exceptional_access.confirm(asked.pk, actor=actor)


def recuse(scene: Scene) -> None:
    with acting(scene.world.operator) as actor:
        recuse_organisation(
            scene.case, scene.world.landlord.organisation_id, "Motif velmarine", actor=actor
        )


def suspend(scene: Scene) -> None:
    """The landlord is asked to reserve the case; meanwhile nobody of it sees it."""
    with acting(scene.world.operator) as actor:
        landlord = scene.world.landlord.organisation_id
        reservations.ask(scene.case, landlord, suspend=True, actor=actor)


def lapse(scene: Scene) -> None:
    with acting(scene.world.operator):
        ends = Share.objects.filter(case=scene.case, closed_at=None).exclude(until=None)
        ends.update(until=now() - timedelta(seconds=1))


MOVES: dict[str, Callable[[Scene], None]] = {
    "DRAFT": draft,
    "REFERRED": refer,
    "NOT_ADMITTED": refuse,
    "ADMITTED": admit,
    "ASSESSED": assess,
    "PUBLISHED": publish,
    "PROPOSED": propose,
    "WITH_HOLDER": to_holder,
    "WITH_LANDLORD": to_landlord,
    "DECLINED_BY_LANDLORD": landlord_declines,
    "DECLINED_BY_HER": she_declines,
    "ALLOCATED": allocate,
    "LEASED": lease,
    "MOVED_IN": move_in,
    "REVOKED": revoke,
    "WITHDRAWN": withdraw_consent,
    "PART_REFUSED": refuse_part,
    "BY_HAND": open_by_hand,
    "EXCEPTIONAL": break_glass,
    "RECUSED": recuse,
    "SUSPENDED": suspend,
    "LAPSED": lapse,
}


def reach(world: World, code: str) -> Scene:
    """Take a fresh case to a step of the matrix, by the actions alone."""
    offer = w.vacancy(world, right="2", residence=HOME, address="9 allée Gristelune")
    scene = Scene(world, offer)
    for step in path_to(code):
        MOVES[step.code](scene)
        scene.done.append(step.code)
    return scene
