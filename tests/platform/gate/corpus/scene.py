"""The women and partners of the corpus: seven invented cases at seven moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from havre.cases.by_hand import share_by_hand
from havre.cases.consent import renew_consent
from havre.cases.consent_terms import ConsentTerms, Named
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ConsentForm
from havre.organisations.models import Membership, User
from havre.platform import clock, gate
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.platform.gate import Departure, Document, Finding, Part, Recipient
from havre.platform.models import Share
from havre.sharing.by_hand import Reason
from havre.sharing.policy import Recipient as RecipientKind
from havre.sharing.selectors import consent_in_force
from tests import world as w
from tests.platform.gate.corpus.files import KINDS
from tests.platform.gate.corpus.sending import Sending
from tests.world import World

TOLD = {"other_landlord_told": "referrer", "specialist_told": "specialist"}
"""Partners who follow her progress, and nothing else."""
BUILT: dict[tuple[str, str], bytes] = {}


@dataclass
class Scene:
    """A world, its cases by letter, and who has left."""

    world: World
    cases: dict[str, Case]
    left: User

    def judged(self, sending: Sending) -> list[Finding]:
        """Return what the gate finds in a sending, at its hour."""
        day = now().astimezone(ZoneInfo("Europe/Paris"))
        hour = day.replace(hour=sending.hour, minute=30)
        sender = self.sender(sending)
        with acting(sender), clock.at(hour if sending.to == "her" else now()):
            return gate.judge(self.departure(sending), actor=sender)

    def sender(self, sending: Sending) -> Actor:
        """Who sends: the operator, unless the organisation exports for itself."""
        own = sending.category == "export after revocation"
        return self.world.actors[sending.to] if own else self.world.operator

    def departure(self, sending: Sending) -> Departure:
        """Return the sending as the gate receives it."""
        case = self.cases[sending.case]
        return Departure(
            sending.way,
            self.recipient(sending),
            (case.pk,),
            tuple(Part(case.pk, part, self.scope(case, part)) for part in self.parts(sending)),
            sending.subject,
            sending.body,
            tuple(Document(name, "", built(kind, words)) for name, kind, words in sending.files),
        )

    def parts(self, sending: Sending) -> tuple[Compartment, ...]:
        """What of the case went into it: nothing more for herself."""
        return () if sending.to == "her" else sending.parts

    def scope(self, case: Case, part: Compartment) -> object:
        """The dwelling's own share is narrower."""
        if part is not Compartment.NEW_HOME:
            return None
        found = Share.objects.filter(case=case, compartment=part).exclude(scope=None).first()
        return found.scope if found else None

    def recipient(self, sending: Sending) -> Recipient:
        """Whom it is for."""
        if sending.to == "her":
            return Recipient(herself=True, address=sending.address)
        name = TOLD.get(sending.to, sending.to)
        organisation = self.world.organisations[name]
        user = self.left if sending.user == "left" else self.world.users[sending.user or name]
        return Recipient(organisation.pk, user.pk, sending.address)


def built(kind: str, words: str) -> bytes:
    """Make a file, once."""
    return BUILT.setdefault((kind, words), KINDS[kind](words))


def told(world: World, case: Case, *names: str) -> None:
    """She names partners, and they are told of her progress."""
    by_id = [world.organisations[name].pk for name in names]
    parts = frozenset({Compartment.PROGRESS})
    terms = ConsentTerms(
        form=ConsentForm.WRITTEN,
        on=today(),
        until=today() + timedelta(days=365),
        agreed=dict.fromkeys(RecipientKind, True),
        named=[Named(organisation_id, True, parts) for organisation_id in by_id],
    )
    with acting(world.operator) as actor:
        before = consent_in_force(case.pk, actor=actor)
        assert before
        renew_consent(case, terms, after=before.version, actor=actor)
        until = today() + timedelta(days=30)
        for organisation_id in by_id:
            share_by_hand(
                case, organisation_id, parts, until=until, reason=Reason.ASKED, actor=actor
            )


def build(world: World) -> Scene:
    """Make the cases of the corpus."""
    made = {
        "A": w.admitted(world, email="oriane.z@exemple.test", place="Foyer Quetzaline, 3 impasse Vorlabe, 45000 Orléans", channel="PHONE", perpetrator="Ardan Brulevent", perpetrator_places="Garage Molvarin, 7 rue Tristelune, 45160 Olivet", former_addresses="118 rue du Faubourg Malsec, 45140 Ingré", children_names="Lina Vorquast"),
        "B": w.admitted(world, perpetrator="Ardan Korvandel", former_addresses="118 rue du Faubourg Malsec, 45140 Ingré", children_names="Lina Korvandel", last_name="Korvandel", first_name="Maëlys", unique_number="045062699999ZZZZZ9", phone="06 00 00 00 02", place="Hôtel Brisemarine"),
        "C": w.admitted(world, last_name="Brumontel", first_name="Ysé", unique_number="", phone="06 00 00 00 03"),
        "D": w.admitted(world, last_name="Petit", first_name="Rose", unique_number="", channel="EMAIL", phone="06 00 00 00 04", email="rose.p@exemple.test", hours="le matin", place="14 avenue Victor Hugo, 45160 Olivet"),
        "E": w.admitted(world, last_name="Sargasse", first_name="Ilda", unique_number="", channel="SMS", phone="06 00 00 00 05", email="partagee@exemple.test", hours="", shared_device=True),
        "F": w.admitted(world, last_name="Drevaine", first_name="Nour", unique_number="", phone="06 00 00 00 06"),
        "G": w.admitted(world, last_name="Ombeline", first_name="Suz", unique_number="", channel="PHONE", phone="06 00 00 00 07", hours="", voicemail=True),
    }  # fmt: skip
    told(world, made["A"], *TOLD.values())
    zones: list[dict[str, object]] = [
        {"kind": "COMMUNE", "code": "45302"},
        {"kind": "RESIDENCE", "name": "Résidence Malquevent"},
        {"kind": "RADIUS", "lat": 47.83, "lon": 1.9, "km": 1, "place": "École Brindeloup"},
    ]
    w.assessed(world, made["A"], zones=zones)
    offer = w.vacancy(world, address="27 rue de la Paix", reference="lot 8412")
    w.leased(world, w.with_landlord(world, w.proposed(world, made["A"], offer)))
    w.assessed(world, made["B"])
    w.with_landlord(world, w.proposed(world, made["B"], w.vacancy(world, reference="T-2")))
    with acting(world.operator):
        Share.objects.filter(case=made["C"], organisation=world.organisations["shelter"]).update(
            closed_at=now()
        )
        Share.objects.filter(case=made["F"], organisation=world.organisations["shelter"]).update(
            until=now() - timedelta(seconds=1)
        )
    left = w.add_person(world.organisations["landlord"], "left@exemple.test")
    Membership.objects.filter(user=left).update(active=False)
    return Scene(world, made, left)
