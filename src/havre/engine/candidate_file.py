"""What a committee asks of a candidate: what is there, missing or out of date, and who brings it.

Source of the list: the annex of the arrêté du 22 décembre 2020 (papers of a request for social
housing) and what committees ask besides; of the two proofs: CCH, art. L441-1, which counts a
woman's own income alone on a protection order, a complaint, or the family judge's seizure, and
knows her as a priority on a social worker's or an association's attestation too; of the year a
request lives: CCH, art. R441-2-7. Three months for recent proofs: the landlords' practice (P).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from havre.engine.vocabulary import DocumentKind as K
from havre.engine.vocabulary import DocumentState, Pathway, Word

RECENT_MONTHS: Final = 3
REQUEST_MONTHS: Final = 12
ORDER_MONTHS: Final = 12
"""A protection order is valid twelve months (code civil, art. 515-12)."""
RENEW_DAYS: Final = 60
"""How long before its end a request has to be renewed."""


class Bringer(Word):
    """Who is asked for a piece."""

    HER = "HER", "Elle-même"
    SHELTER = "SHELTER", "La structure d’accueil"
    REFERRER = "REFERRER", "Qui l’a orientée"
    LANDLORD = "LANDLORD", "Son bailleur actuel"
    OPERATOR = "OPERATOR", "L’opérateur"
    LAWYER = "LAWYER", "Elle-même, avec son avocat"


class Freshness(Word):
    """How a piece goes out of date."""

    NEVER = "NEVER", "Sans limite"
    RECENT = "RECENT", "Moins de trois mois"
    TAX_YEAR = "TAX_YEAR", "Revenus de l’avant-dernière année"
    REQUEST = "REQUEST", "Demande de moins d’un an"
    ORDER = "ORDER", "Ordonnance de moins d’un an"


class ItemState(Word):
    """Where a piece of the list stands."""

    PRESENT = "PRESENT", "Au dossier"
    CHECK = "CHECK", "À vérifier"
    RENEW = "RENEW", "À renouveler"
    WAITING = "WAITING", "En cours de vérification"
    OUTDATED = "OUTDATED", "N’est plus à jour"
    MISSING = "MISSING", "Manque"
    UNSEEN = "UNSEEN", "Non partagé avec vous"


USABLE: Final = frozenset({ItemState.PRESENT, ItemState.RENEW})
"""States in which nobody has anything to bring before the committee."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list: which papers make it, how fresh, who brings it by pathway."""

    code: str
    label: str
    kinds: frozenset[K]
    brought_by: Mapping[Pathway, Bringer]
    freshness: Mapping[K, Freshness]
    required: bool = True
    per_adult: bool = False
    with_children: bool = False
    pathways: frozenset[Pathway] = frozenset(Pathway)
    notes: Mapping[K, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the rule needs it; `dated_on` is the date written on it, where known."""

    kind: K
    state: DocumentState
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Household:
    """Who will live in the dwelling, as far as it is known."""

    adults: int = 1
    children: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What the rule says of one item: `count` usable papers of `needed`; `until`: renew before."""

    item: Item
    state: ItemState
    bringer: Bringer
    count: int = 0
    needed: int = 1
    until: date | None = None
    why: str = ""


def _by(default: Bringer, **others: Bringer) -> Mapping[Pathway, Bringer]:
    return {pathway: others.get(pathway.value, default) for pathway in Pathway}


def _all(freshness: Freshness, *kinds: K) -> Mapping[K, Freshness]:
    return dict.fromkeys(kinds, freshness)


_SHELTERED = _by(Bringer.HER, SHELTERED=Bringer.SHELTER)
_PROOFS = {
    K.ORDONNANCE_PROTECTION: Freshness.ORDER,
    K.PLAINTE: Freshness.NEVER,
    K.JUGEMENT: Freshness.NEVER,
    K.SAISINE_JUGE: Freshness.NEVER,
}

ITEMS: Final[Sequence[Item]] = (
    Item(
        "REQUEST",
        "Numéro unique, demande en cours de validité",
        frozenset({K.NUMERO_UNIQUE}),
        _by(Bringer.REFERRER, SHELTERED=Bringer.SHELTER, TENANT=Bringer.LANDLORD),
        _all(Freshness.REQUEST, K.NUMERO_UNIQUE),
    ),
    Item(
        "IDENTITY",
        "Pièce d’identité ou titre de séjour de chaque adulte",
        frozenset({K.PIECE_IDENTITE, K.TITRE_SEJOUR}),
        _SHELTERED,
        {},
        per_adult=True,
    ),
    Item(
        "CHILDREN",
        "Livret de famille ou acte de naissance des enfants",
        frozenset({K.LIVRET_FAMILLE, K.ACTE_NAISSANCE}),
        _SHELTERED,
        {},
        with_children=True,
    ),
    Item(
        "TAX_NOTICE",
        "Avis d’imposition",
        frozenset({K.AVIS_IMPOSITION}),
        _by(Bringer.HER),
        _all(Freshness.TAX_YEAR, K.AVIS_IMPOSITION),
    ),
    Item(
        "INCOME",
        "Trois derniers justificatifs de ressources",
        frozenset({K.FICHES_PAIE, K.ATTESTATION_REVENUS}),
        _SHELTERED,
        _all(Freshness.RECENT, K.FICHES_PAIE, K.ATTESTATION_REVENUS),
    ),
    Item(
        "BENEFITS",
        "Attestation de la CAF",
        frozenset({K.ATTESTATION_CAF}),
        _SHELTERED,
        _all(Freshness.RECENT, K.ATTESTATION_CAF),
    ),
    Item(
        "LEASE",
        "Bail et quittances de loyer",
        frozenset({K.BAIL_QUITTANCES}),
        _by(Bringer.LANDLORD),
        {},
        pathways=frozenset({Pathway.TENANT}),
    ),
    Item(
        "STAY",
        "Attestation d’hébergement",
        frozenset({K.ATTESTATION_HEBERGEMENT}),
        _by(Bringer.SHELTER),
        _all(Freshness.RECENT, K.ATTESTATION_HEBERGEMENT),
        pathways=frozenset({Pathway.SHELTERED}),
    ),
    Item(
        "HOME",
        "Bail, quittances ou attestation d’hébergement",
        frozenset({K.BAIL_QUITTANCES, K.ATTESTATION_HEBERGEMENT}),
        _by(Bringer.HER),
        _all(Freshness.RECENT, K.ATTESTATION_HEBERGEMENT),
        pathways=frozenset({Pathway.NON_TENANT}),
    ),
    Item(
        "MOTIVE",
        "Preuve du motif de la demande",
        frozenset({*_PROOFS, K.NOTE_SOCIALE}),
        _by(Bringer.OPERATOR, SHELTERED=Bringer.SHELTER),
        _PROOFS,
    ),
    Item(
        "OWN_INCOME",
        "Preuve qui permet de compter ses ressources seules",
        frozenset(_PROOFS),
        _by(Bringer.LAWYER),
        _PROOFS,
        required=False,
        notes={K.PLAINTE: "Une main courante ne suffit pas : il faut une plainte."},
    ),
)
"""The list, in the order a committee reads it."""


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; the last of the month when it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError  # every month has a 28th


def asked_of(pathway: Pathway, household: Household) -> list[Item]:
    """Return the items asked of a candidate of this pathway."""
    return [
        item
        for item in ITEMS
        if pathway in item.pathways and not (item.with_children and household.children == 0)
    ]


def judge(
    pathway: Pathway,
    household: Household,
    papers: Iterable[Paper],
    *,
    on: date,
    seen: Collection[K] = frozenset(K),
) -> list[Line]:
    """Return where each item of the list stands `on` a day.

    `seen`: the kinds whose readers include who asks; an item of which nothing was found, and some
    of whose kinds are not seen, is UNSEEN rather than MISSING.
    """
    known = [paper for paper in papers if paper.kind in seen]
    return [
        _line(item, pathway, household, [p for p in known if p.kind in item.kinds], on, seen)
        for item in asked_of(pathway, household)
    ]


def _line(
    item: Item,
    pathway: Pathway,
    household: Household,
    papers: Sequence[Paper],
    on: date,
    seen: Collection[K],
) -> Line:
    bringer = item.brought_by[pathway]
    needed = max(1, household.adults) if item.per_adult else 1
    judged = [_judged(item, paper, on) for paper in papers]
    usable = [one for one in judged if one[0] in USABLE]
    if len(usable) >= needed:
        state, why, until = min(usable, key=lambda one: list(ItemState).index(one[0]))
        return Line(item, state, bringer, len(usable), needed, until, why)
    rest = [one for one in judged if one[0] not in USABLE]
    best = min(rest, key=lambda one: list(ItemState).index(one[0]), default=None)
    if best is not None:
        return Line(item, best[0], bringer, len(usable), needed, best[2], best[1])
    hidden = not item.kinds <= set(seen)
    state = ItemState.UNSEEN if hidden and not papers else ItemState.MISSING
    return Line(item, state, bringer, len(usable), needed)


Judged = tuple[ItemState, str, date | None]
NO_DATE: Final = "Sa date n’est pas indiquée."


def _judged(item: Item, paper: Paper, on: date) -> Judged:
    """Return where one paper stands, why, and until when it is good."""
    if paper.state is DocumentState.QUARANTINE:
        return ItemState.WAITING, "", None
    if paper.state is not DocumentState.READY:
        return ItemState.MISSING, "", None
    freshness = item.freshness.get(paper.kind, Freshness.NEVER)
    if freshness is Freshness.NEVER:
        return ItemState.PRESENT, item.notes.get(paper.kind, ""), None
    if paper.dated_on is None:
        return ItemState.CHECK, NO_DATE, None
    if freshness is Freshness.TAX_YEAR:
        return _tax_notice(paper.dated_on, on)
    if freshness is Freshness.RECENT:
        fresh = paper.dated_on >= months_before(on, RECENT_MONTHS)
        why = "" if fresh else "Date de plus de trois mois."
        return ItemState.PRESENT if fresh else ItemState.OUTDATED, why, None
    months = REQUEST_MONTHS if freshness is Freshness.REQUEST else ORDER_MONTHS
    return _a_year(paper.dated_on, months, on, renewed=freshness is Freshness.REQUEST)


def _a_year(dated_on: date, months: int, on: date, *, renewed: bool) -> Judged:
    """A request is renewed within its last sixty days; an order ends."""
    until = months_before(dated_on, -months)
    if until <= on:
        return ItemState.OUTDATED, "Date de plus d’un an.", until
    soon = renewed and until - on <= timedelta(days=RENEW_DAYS)
    return ItemState.RENEW if soon else ItemState.PRESENT, "", until


def _tax_notice(dated_on: date, on: date) -> Judged:
    """A notice is made the year after its incomes: that of N-2 is dated N-1 (arrêté du 29/07/1987).

    The next one counts only where her incomes fell by a tenth or more: somebody looks at it.
    """
    wanted = on.year - 2
    if dated_on.year == on.year - 1:
        return ItemState.PRESENT, f"Revenus {wanted}.", None
    if dated_on.year >= on.year:
        why = f"Revenus {wanted + 1} : ils comptent s’ils ont baissé d’au moins 10 %. "
        return ItemState.CHECK, f"{why}Ajoutez aussi l’avis sur les revenus {wanted}.", None
    return ItemState.OUTDATED, f"L’avis sur les revenus {wanted} est demandé.", None


def is_complete(lines: Iterable[Line]) -> bool:
    """Tell whether nothing required has to be brought or looked at."""
    return all(line.state in USABLE for line in lines if line.item.required)


def both_proofs(lines: Iterable[Line]) -> tuple[bool, bool]:
    """Return whether the motive is proven, and whether her income may be counted alone."""
    there = {line.item.code for line in lines if line.state in USABLE}
    return "MOTIVE" in there, "OWN_INCOME" in there
