"""Pages of the commission: what a room sees, what each may open, what leaves."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from havre.cases.recusals import recuse_organisation
from havre.coordination.models import AgendaItem, CoordinationMeeting, Decision, MeetingSeries
from havre.engine.vocabulary import Seat
from havre.organisations.models import User
from havre.platform.acting import acting
from havre.platform.models import HeldDeparture, JournalEntry
from tests import world as w
from tests.coordination import commission
from tests.world import World

TOKEN = re.compile(rb"[A-Za-z0-9]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def client(world: World, name: str) -> Client:
    found = Client()
    found.force_login(world.users[name])
    return found


def text(answer: object) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())  # type: ignore[attr-defined]


def session_of(meeting: CoordinationMeeting) -> str:
    return reverse("meeting-session", args=[meeting.reference])


def test_the_room_sees_a_card_and_nothing_more(world: World) -> None:
    case, card = commission.published(world)
    w.vacancy(world)
    meeting = commission.opened(world, "landlord")
    page = text(client(world, "operator").get(session_of(meeting)))
    assert f"Fiche {card.reference}" in page
    for word in (case.reference, "Zyntharel", "Oriane", "Quetzaline", "Note de danger", "Haut"):
        assert word not in page
    with acting(world.operator):
        line = JournalEntry.objects.get(action="SHOWN_IN_MEETING")
    assert (line.case_id, line.compartments) == (case.pk, ["NEED_CARD"])


def test_nothing_tells_that_a_case_is_apart(world: World) -> None:
    """The same pages, byte for byte, with a case kept from the landlord and without any."""
    commission.published(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")

    def pages() -> list[bytes]:
        urls = [session_of(meeting) + f"?point={number}" for number in (1, 2, 3)]
        return [TOKEN.sub(b"", one.get(url).content) for url in urls]

    before = pages()
    kept, _ = commission.published(world, "Gardée")
    with acting(world.operator) as operator:
        recuse_organisation(kept, world.landlord.organisation_id, "Motif", actor=operator)
    one.post(reverse("meeting-add-case", args=[meeting.reference]), {"case": kept.reference})
    one.post(reverse("meeting-prepare", args=[meeting.reference]))
    with acting(world.operator):
        assert AgendaItem.objects.filter(case=kept).exists()
    assert pages() == before
    apart = text(one.get(reverse("meeting-apart", args=[meeting.reference])))
    assert kept.reference in apart


def test_what_another_page_wanted_to_say_is_not_said_there(world: World) -> None:
    case, _ = commission.published(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    one.post(reverse("meeting-add-case", args=[meeting.reference]), {"case": case.reference})
    page = text(one.get(session_of(meeting)))
    assert "La situation est à l’ordre du jour." not in page
    assert "La situation" not in text(one.get(reverse("meetings")))


@pytest.mark.parametrize("unsafe", [False, True])
def test_the_room_never_learns_whether_a_dwelling_could_be_proposed(
    world: World, unsafe: bool
) -> None:
    """The offers of every point go and come back alike, whatever came of the choice."""
    zones = [{"kind": "RESIDENCE", "name": "Résidence Palimbaud"}] if unsafe else []
    case, _ = commission.published(world, zones=zones)
    commission.published(world, "Autre")
    offer = w.vacancy(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    with acting(world.operator):
        item = AgendaItem.objects.get(case=case)
        places = list(AgendaItem.objects.order_by("position").values_list("case_id", flat=True))
    here = places.index(case.pk) + 1

    def offered() -> list[bool]:
        """Whether the offer may be chosen: for her, then for the other."""
        urls = [session_of(meeting) + f"?point={point}" for point in (here, 3 - here)]
        return [f'<option value="{offer.reference}">' in text(one.get(url)) for url in urls]

    assert offered() == [True, True]  # by what the cards show alone
    for _ in range(2):
        answer = one.post(
            session_of(meeting), {"point": item.pk, "kind": "PROPOSE", "offer": offer.reference}
        )
        assert answer.status_code == 302
        assert answer["Location"] == session_of(meeting) + f"?point={here}"
        assert "La décision est enregistrée." in text(one.get(answer["Location"]))
        assert offered() == [True, False]
    with acting(world.operator):
        decision = Decision.objects.get()
        assert decision.hindrance == ("UNSAFE" if unsafe else "")
    private = text(one.get(reverse("meeting-minutes", args=[meeting.reference])))
    assert ("Sa sécurité exclut ce logement." in private) is unsafe
    one.post(reverse("meeting-undo", args=[meeting.reference, decision.pk]))
    with acting(world.operator):
        assert not Decision.objects.exists()
    assert offered() == [True, True]


def test_a_decision_with_something_missing_is_asked_again(world: World) -> None:
    commission.published(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    with acting(world.operator):
        item = AgendaItem.objects.get()
    for typed, said in (
        ({"kind": ""}, "Choisissez la décision."),
        ({"kind": "PROPOSE"}, "Choisissez le logement."),
        ({"kind": "ASK", "asked": "OFFER"}, "Choisissez à qui."),
        ({"kind": "WIDEN", "due_on": "2020-01-01"}, "Choisissez un jour à venir."),
        ({"kind": "WIDEN", "due_on": "demain"}, "Écrivez une date"),
        ({"kind": "ASK", "asked": "OFFER", "responsible": "999999"}, "Choisissez dans la liste."),
    ):
        answer = one.post(session_of(meeting), {"point": item.pk, **typed})
        assert answer.status_code == 200
        assert said in text(answer), typed
    with acting(world.operator):
        assert not Decision.objects.exists()


def test_a_point_that_left_the_room_cannot_be_decided_there(world: World) -> None:
    case, _ = commission.published(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    with acting(world.operator) as operator:
        item = AgendaItem.objects.get()
        recuse_organisation(case, world.landlord.organisation_id, "Motif", actor=operator)
    for point in (item.pk, "x"):
        answer = one.post(session_of(meeting), {"point": point, "kind": "WIDEN"})
        assert answer["Location"] == session_of(meeting)
    assert "L’ordre du jour a changé." in text(one.get(session_of(meeting)))
    apart = reverse("meeting-apart", args=[meeting.reference])
    assert one.post(apart, {"point": item.pk, "kind": "WIDEN"}).status_code == 302
    with acting(world.operator):
        assert [(d.kind, d.shown) for d in Decision.objects.all()] == [("WIDEN", False)]


def test_before_somebody_is_there_the_session_asks_who_is(world: World) -> None:
    meeting = commission.first(commission.series(world, "landlord"))
    one = client(world, "operator")
    asks = reverse("meeting-attendance", args=[meeting.reference])
    assert one.get(session_of(meeting))["Location"] == asks
    own = world.operator.organisation_id
    alone = one.post(asks, {f"o-{own}": "on"})
    assert "Cochez au moins un autre organisme." in text(alone)
    both = {f"o-{own}": "on", f"o-{world.landlord.organisation_id}": "on"}
    assert one.post(asks, both)["Location"] == session_of(meeting)
    meeting.refresh_from_db()
    assert meeting.prepared_at is not None


def test_each_opens_its_own(world: World) -> None:
    over, running = commission.two_meetings(world)
    minutes, download = (
        reverse(name, args=args)
        for name, args in (("meeting-minutes", [over]), ("meeting-download", [over, "pdf"]))
    )
    for name, status in {"landlord": 200, "holder": 404, "shelter": 404, "funder": 404}.items():
        one = client(world, name)
        assert one.get(minutes).status_code == status, name
        assert one.get(download).status_code == status, name
        assert one.get(reverse("meetings-calendar")).status_code == status, name
        for page in ("meeting-session", "meeting-apart", "meeting-attendance", "meeting-move"):
            assert one.get(reverse(page, args=[running])).status_code == 404
        for page in ("meeting-prepare", "meeting-validate", "meeting-cancel", "meeting-add-topic"):
            assert one.post(reverse(page, args=[running])).status_code == 404
        for page in ("meetings-tell", "meetings-end"):
            assert one.post(reverse(page)).status_code == 403
    assert client(world, "landlord").get(reverse("meeting", args=[over]))["Location"] == minutes
    assert client(world, "landlord").get(reverse("meeting", args=[running])).status_code == 404


def test_dates_are_asked_again_with_what_was_typed(world: World) -> None:
    one = client(world, "operator")
    typed = {
        "first_on": "2020-01-01", "at": "14:00", "minutes": "90", "frequency": "MONTHLY",
        "place": "Salle Vermeille", "link": "", "waiting_days": "14",
    }  # fmt: skip
    for change, said in (
        ({}, "Choisissez une date à venir."),
        ({"at": "23:00"}, "Choisissez une heure entre 7 h et 20 h."),
        ({"place": ""}, "Indiquez un lieu, ou l’adresse d’une visioconférence."),
        ({"place": "Accueil des victimes"}, "il ne doit rien dire du sujet"),
        ({"link": "pas une adresse"}, "Écrivez une adresse"),
        ({"minutes": "5"}, "Indiquez un nombre"),
    ):
        answer = one.post(reverse("meetings-settings"), typed | change)
        assert answer.status_code == 200
        assert said in text(answer), change
        assert 'value="90"' in text(answer) or "minutes" in change
    assert not MeetingSeries.objects.exists()


def test_an_agenda_file_for_those_invited(world: World) -> None:
    commission.series(world, "landlord")
    answer = client(world, "landlord").get(reverse("meetings-calendar"))
    assert answer["Content-Disposition"] == 'attachment; filename="agenda.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["SUMMARY"], event["LOCATION"]) == ("Réunion", "Salle Vermeille")
    assert event["ATTENDEE"] == "MAILTO:landlord@exemple.test"


def words_of(content: bytes) -> str:
    """What a PDF or an ODT says."""
    if content.startswith(b"%PDF"):
        read = pypdf.PdfReader(BytesIO(content))
        assert "/StructTreeRoot" in read.trailer["/Root"]
        return " ".join(page.extract_text() for page in read.pages)
    with ZipFile(BytesIO(content)) as archive:
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        meta = archive.read("meta.xml").decode()
        assert "creator" not in meta
        return re.sub(r"<[^>]+>", " ", archive.read("content.xml").decode())


@pytest.mark.parametrize("code", ["pdf", "odt"])
def test_minutes_leave_by_the_gate(world: World, code: str) -> None:
    case, card = commission.published(world)
    over, _ = commission.two_meetings(world)
    url = reverse("meeting-download", args=[over, code])
    for name in ("operator", "landlord"):
        answer = client(world, name).get(url)
        assert answer.status_code == 200
        assert answer["Content-Disposition"] == f'attachment; filename="document.{code}"'
        said = words_of(answer.content)
        for word in ("Compte rendu du", card.reference, "Demander à un bailleur", "Org landlord"):
            assert word in said
        assert case.reference not in said
    with acting(world.operator):
        left = JournalEntry.objects.filter(action="DEPARTURE_ALLOWED", case_id=case.pk)
        assert {tuple(one.compartments) for one in left} == {("NEED_CARD",)}
    assert client(world, "landlord").get(url.replace(code, "txt")).status_code == 404
    reader = Client()
    reader.force_login(User.objects.get(pk=w.colleague(world, "landlord", Seat.READER).user_id))
    page = reader.get(reverse("meeting-minutes", args=[over]))
    assert (page.status_code, b"PDF" in page.content) == (200, False)
    assert reader.get(url).status_code == 404


def test_minutes_that_name_a_commune_to_keep_silent_are_held(world: World) -> None:
    """The room's own words may say it: somebody looks before it leaves."""
    zones: list[dict[str, object]] = [{"kind": "COMMUNE", "code": "45147"}]
    commission.published(world, zones=zones)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    one.post(
        reverse("meeting-add-topic", args=[meeting.reference]),
        {"title": "Offres à Fleury-les-Aubrais"},
    )
    for number in (1, 2):
        page = one.get(session_of(meeting) + f"?point={number}").content.decode()
        point = re.search(r'name="point" value="([^"]+)"', page)
        assert point is not None
        one.post(session_of(meeting), {"point": point[1], "kind": "NONE"})
    one.post(reverse("meeting-validate", args=[meeting.reference]))
    url = reverse("meeting-download", args=[meeting.reference, "pdf"])
    answer = client(world, "landlord").get(url)
    assert answer.status_code == 409
    assert "Fleury" not in text(answer)
    with acting(world.operator):
        assert HeldDeparture.objects.count() == 1
    assert one.get(url).status_code == 200


def test_a_landlord_says_that_it_is_done(world: World) -> None:
    commission.published(world)
    over, _ = commission.two_meetings(world)
    one = client(world, "landlord")
    assert "1 décision de la commission vous attend" in text(one.get("/")).replace("\u00a0", " ")
    page = one.get(reverse("meeting-minutes", args=[over])).content.decode()
    settle = re.search(r'action="(/reunions/[^"]+/decisions/[^"]+)"', page)
    assert settle is not None
    for _ in range(2):
        assert one.post(settle[1], {"fait": "oui"}).status_code == 302
    assert "À refaire" in text(one.get(reverse("meeting-minutes", args=[over])))
    assert "commission vous attend" not in text(one.get("/"))


def test_an_urgent_circuit_decided_leads_to_the_call(world: World) -> None:
    case, _ = commission.published(world)
    meeting = commission.opened(world, "landlord")
    one = client(world, "operator")
    with acting(world.operator):
        item = AgendaItem.objects.get()
    one.post(session_of(meeting), {"point": item.pk, "kind": "URGENT"})
    assert "Ouvrir l’appel" not in text(one.get(session_of(meeting)))
    one.post(reverse("meeting-validate", args=[meeting.reference]))
    page = text(one.get(reverse("meeting-minutes", args=[meeting.reference])))
    assert reverse("case-urgent", args=[case.reference]) in page
    theirs = text(
        client(world, "landlord").get(reverse("meeting-minutes", args=[meeting.reference]))
    )
    assert "Passer par le circuit d’urgence" in theirs
    assert case.reference not in theirs
