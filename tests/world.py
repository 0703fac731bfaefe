"""A small world for tests: one organisation per role, and shortcuts along the path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from allauth.mfa.models import Authenticator

from havre.allocations import actions as allocations
from havre.allocations.models import Proposal
from havre.assessments import actions as assessments
from havre.assessments.models import Assessment
from havre.cases import actions as cases
from havre.cases.models import Case
from havre.cases.referral import ReferralContent
from havre.engine.vocabulary import (
    CommitteeDecision,
    Conclusion,
    ConsentForm,
    DangerLevel,
    Financing,
    Pathway,
    Regime,
    Relation,
    ReservationCode,
    Role,
    Seat,
)
from havre.housing import actions as housing
from havre.housing.actions import VacancyTerms
from havre.housing.models import Vacancy
from havre.organisations import factors
from havre.organisations.models import Membership, Organisation, User
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.programmes.models import Participation, Programme, ReservationRight
from havre.programmes.selectors import actor_of
from havre.sharing.policy import Recipient

PASSWORD = "porte-bleue-2026"
ROLES = {
    "operator": Role.OPERATOR,
    "shelter": Role.SHELTER,
    "other_shelter": Role.SHELTER,
    "landlord": Role.LANDLORD,
    "other_landlord": Role.LANDLORD,
    "agency": Role.LETTING_AGENCY,
    "holder": Role.RESERVATION_HOLDER,
    "referrer": Role.REFERRER,
    "specialist": Role.SPECIALIST,
    "funder": Role.FUNDER,
}


@dataclass(frozen=True)
class World:
    """A programme and its participants; actors are attributes of `actors` by name."""

    programme: Programme
    organisations: dict[str, Organisation]
    users: dict[str, User]
    actors: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.actors[name]
        except KeyError as error:
            raise AttributeError(name) from error


def add_person(
    organisation: Organisation, email: str, seat: Seat = Seat.COORDINATOR, last_name: str = ""
) -> User:
    """Add a person with the tests' password to an organisation."""
    user = User.objects.create_user(
        email, PASSWORD, first_name="Camille", last_name=last_name or email[:4]
    )
    Membership.objects.create(user=user, organisation=organisation, seat=seat)
    return user


def colleague(world: World, name: str, seat: Seat = Seat.COORDINATOR) -> Actor:
    """Another person of an organisation, as an actor."""
    number = world.organisations[name].memberships.count()
    email = f"{name}-{number}@exemple.test"
    user = add_person(world.organisations[name], email, seat, f"{name} {number}")
    return actor_of(user.memberships.select_related("organisation").get())


def add_factor(user: User) -> str:
    """Give a person an application of codes; return its secret."""
    secret = factors.new_secret()
    assert factors.add_application(user, secret, code_of(secret))
    Authenticator.objects.filter(user=user, type="totp").update(
        data={"secret": factors.seal(secret)}
    )
    return secret


def code_of(secret: str, *, later: int = 0) -> str:
    """Return the code of a secret at this moment, or so many steps of 30 seconds later."""
    return factors.code_at(secret, int(now().timestamp()) // factors.PERIOD + later)


def build_world() -> World:
    """Make the programme, one organisation per role, one coordinator each."""
    programme = Programme.objects.create(
        slug="orleans",
        name="Dispositif",
        territory="Orléans Métropole",
        starts_on=date(2024, 6, 30),
    )
    organisations, users, actors = {}, {}, {}
    for name, role in ROLES.items():
        organisation = Organisation.objects.create(slug=name.replace("_", "-"), name=f"Org {name}")
        Participation.objects.create(programme=programme, organisation=organisation, role=role)
        users[name] = add_person(organisation, f"{name}@exemple.test")
        organisations[name] = organisation
        actors[name] = actor_of(users[name].memberships.select_related("organisation").get())
    ReservationRight.objects.create(programme=programme, code="2", holder=organisations["holder"])
    return World(programme, organisations, users, actors)


def referral_content(**changes: object) -> ReferralContent:
    """A complete referral form, with changes."""
    content = ReferralContent(
        pathway=Pathway.SHELTERED,
        last_name="Zyntharel",
        first_name="Oriane",
        birth_date=date(1991, 4, 2),
        unique_number="045062612345ABCDE1",
        phone="06 00 00 00 01",
        hours="le matin",
        code_word="mirabelle",
        children=1,
        reason="Motif confidentiel d’orientation",
        place="Foyer Quetzaline, 3 impasse Vorlabe",
        danger=DangerLevel.HIGH,
        danger_note="Note de danger secrète",
        consent_form=ConsentForm.WRITTEN,
        consent_on=today(),
        consent_until=today() + timedelta(days=365),
        agreed=dict.fromkeys(Recipient, True),
    )
    return replace(content, **changes)  # type: ignore[arg-type]


def referred(world: World, by: str = "shelter", **changes: object) -> Case:
    """A referral sent to the operator."""
    content = referral_content(**changes)
    actor = world.actors[by]
    with acting(actor):
        case = cases.start_referral(content.pathway, actor=actor)
        return cases.send_referral(case, content, actor=actor)


def admitted(world: World, by: str = "shelter", **changes: object) -> Case:
    """A case admitted by the operator."""
    case = referred(world, by, **changes)
    with acting(world.operator):
        return cases.admit_case(case, actor=world.operator)


def assessed(
    world: World,
    case: Case,
    *,
    zones: list[dict[str, object]] | None = None,
    near: list[dict[str, object]] | None = None,
    need: dict[str, object] | None = None,
    income: int = 1450,
    note: str = "",
) -> Assessment:
    """A validated assessment: a mother and a child, two or three rooms in Orléans or Olivet."""
    actor = world.operator
    with acting(actor):
        assessment = assessments.start_assessment(case, actor=actor)
        members = [
            assessments.MemberLine(Relation.APPLICANT, date(1991, 4, 2)),
            assessments.MemberLine(Relation.CHILD, date(2018, 5, 2)),
        ]
        assessments.save_household(assessment, members, actor=actor)
        summary = {"monthly_income": Decimal(income), "tax_income": 11800, "disabled": False}
        detail = {"lines": [{"kind": "SALAIRE", "amount": 900}], "debts": [], "note": note}
        assessments.save_resources(assessment, summary, detail, actor=actor)
        fields = {
            "rooms_min": 2,
            "rooms_max": 3,
            "communes": ["45234", "45232"],
            "ground_floor_ok": True,
            "regimes": ["BAIL_DIRECT", "IML"],
            "rights": ["2", "7"],
        } | (need or {})
        assessments.save_need(assessment, fields, actor=actor)
        plan = {"level": "HIGH", "measures": [], "zones": zones or [], "near": near or []}
        assessments.save_safety(assessment, plan, actor=actor)
        return assessments.validate_assessment(assessment, Conclusion.REHOUSING, 1, actor=actor)


def terms(**changes: object) -> VacancyTerms:
    """A three-room dwelling in Orléans that suits the household of `assessed`."""
    base = VacancyTerms(
        reference="T-0001",
        residence="Résidence Palimbaud",
        address="12 rue des Tests",
        postcode="45000",
        commune_code="45234",
        rooms=3,
        typology="T3",
        surface=Decimal("61.00"),
        floor=2,
        lift=True,
        accessible=False,
        financing=Financing.PLUS,
        rent=Decimal("310.00"),
        charges=Decimal("80.00"),
        regime=Regime.BAIL_DIRECT,
        right=ReservationCode.NONE,
        available_on=today(),
        latitude=47.90,
        longitude=1.91,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def vacancy(world: World, by: str = "landlord", **changes: object) -> Vacancy:
    """A vacancy entered by a landlord."""
    actor = world.actors[by]
    with acting(actor):
        return housing.enter_vacancy(actor.organisation_id, terms(**changes), actor=actor)


def proposed(world: World, case: Case, offer: Vacancy) -> Proposal:
    """A proposal made to her."""
    with acting(world.operator):
        case.refresh_from_db()
        return allocations.propose(case, offer, actor=world.operator)


def with_landlord(world: World, proposal: Proposal) -> Proposal:
    """She agreed, the holder designated her if there is one, the landlord has the candidacy."""
    with acting(world.operator):
        allocations.record_her_agreement(proposal, actor=world.operator)
        proposal = allocations.transmit(proposal, actor=world.operator)
    if proposal.holder_id:
        with acting(world.holder):
            proposal = allocations.record_holder_answer(proposal, agrees=True, actor=world.holder)
    return proposal


def leased(world: World, proposal: Proposal) -> Proposal:
    """The landlord takes it to committee, allocates, and signs today."""
    name = next(n for n, o in world.organisations.items() if o.pk == proposal.landlord_id)
    landlord = world.actors[name]
    with acting(landlord):
        proposal = allocations.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=landlord
        )
        if proposal.status == "COMMITTEE":
            proposal = allocations.record_decision(
                proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=landlord
            )
    if proposal.status == "ALLOCATED":
        with acting(world.operator):
            proposal = allocations.record_her_acceptance(proposal, actor=world.operator)
    with acting(landlord):
        allocations.sign_lease(proposal, signed_on=today(), actor=landlord)
        proposal.refresh_from_db()
    return proposal
