"""Two hundred sendings that may not leave. Everything is invented."""

from __future__ import annotations

from itertools import cycle

from havre.engine.vocabulary import Compartment as C
from havre.platform.gate import Way
from tests.platform.gate.corpus.sending import HIDINGS, Sending

NEW = "27 rue de la Paix"
PLACE = "3 impasse Vorlabe"


def letters_elsewhere() -> list[Sending]:
    """Letters to her, at any address but where she is: the former one first of all."""
    addresses = [
        "Mme Zyntharel, 118 rue du Faubourg Malsec, 45140 Ingré",
        "118, r. du Fbg Malsec, Ingré",
        "chez ses parents, 5 chemin des Aulnes, Sandillon",
        "3 impasse Vorlane, 45000 Orléans",
        "33 impasse Vorlabe, 45000 Orléans",
        "boîte postale 12, Orléans Cedex",
        "27 rue de la Paix, 45000 Orléans",
        "À l’attention de M. Zyntharel, 118 rue du Faubourg Malsec",
        "",
        "Foyer Quetzaline",
        "son travail, ateliers Hirondel, 2 route de Blois",
        "l’école des enfants, 9 place du Marronnier",
    ]
    return [
        Sending(
            "letter elsewhere",
            "A",
            "her",
            Way.LETTER,
            f"Votre rendez-vous n° {n} est fixé.",
            address=a,
        )
        for n, a in enumerate(addresses)
    ]


def bundles() -> list[Sending]:
    """Bundles for those who follow her, with where she now lives."""
    said = [
        ("shelter", f"Attestation de domicile : {NEW}, 45000 Orléans."),
        ("shelter", "Elle habite maintenant la résidence Palimbaud."),
        ("other_landlord_told", f"Bail signé au {NEW}."),
        ("specialist_told", f"Pour mémoire, relogée {NEW}."),
        ("shelter", "Quittance : r. de la Paix, n° 27."),
        ("shelter", "Nouvelle adresse : 27 BIS RUE DE LA PAIX"),
        ("other_landlord_told", "Le 27, Paix (rue de la), 2e étage droite."),
        ("shelter", "Suivre le courrier rue de la Paix."),
    ]
    found = [
        Sending("bundle with the new home", "A", to, body=f"Dossier. {text}") for to, text in said
    ]
    return found + [
        Sending(
            "bundle with the new home",
            "A",
            "shelter",
            body="Pièces.",
            parts=(C.PROGRESS, C.NEW_HOME),
        ),
        Sending("bundle with the new home", "A", "shelter", files=(("dossier.pdf", "pdf", NEW),)),
    ]


def calendars() -> list[Sending]:
    """Entries of a shared calendar: a passer-by reads them on a telephone."""
    said = [
        ("Rendez-vous", "Foyer Quetzaline, salle du rez-de-chaussée"),
        ("Rendez-vous au Foyer Quetzaline", ""),
        ("Visite", f"{NEW}, interphone 12"),
        ("État des lieux", "résidence Palimbaud"),
        ("Oriane Zyntharel", "bureau 2"),
        ("RDV Mme Zyntharel", ""),
        ("Point", f"passer la prendre au {PLACE}"),
        ("Appel", "la joindre au 06 00 00 00 01"),
        ("Commission", "dossier 045062612345ABCDE1"),
        ("Déménagement", "camion devant l’imp. Vorlabe à 8 h"),
        ("Accompagnement", "secteur de Saran à éviter"),
        ("Visite de l’école", "près de Malquevent"),
        ("Bilan", "victime suivie depuis mars"),
        ("Entretien", "O. Z Y N T H A R E L"),
    ]
    return [
        Sending("calendar entry", "A", "operator", Way.CALENDAR, body, title)
        for title, body in said
    ]


def forwarded() -> list[Sending]:
    """What somebody else wrote, passed on as it came."""
    inside = [
        f"Je confirme qu’elle est au {PLACE}.",
        "> > le foyer Quetzaline demande une réponse",
        f"-----Message d’origine-----\nObjet : {NEW}",
        "Elle a quitté Saran pour ne pas le croiser.",
        "Rappelez le 0600000001 avant midi.",
        "M. Brulevent a rappelé ce matin.",
        "Avant, elle vivait 118 rue du Faubourg Malsec à Ingré.",
        "Le gardien de Palimbaud a les clés.",
        "Écrivez-lui à oriane.z@exemple.test",
        "Elle évite la résidence Malquevent.",
    ]
    as_files = [
        Sending(
            "forwarded message", "A", "other_landlord_told", files=(("message.eml", "eml", text),)
        )
        for text in inside
    ]
    as_text = [
        Sending("forwarded message", "A", "other_landlord_told", body=f"Tr : {text}")
        for text in inside[:2]
    ]
    return as_files + as_text


def after_revocation() -> list[Sending]:
    """Exports begun before a share was closed, finished after."""
    kinds = [
        ("export.csv", "csv"),
        ("export.xlsx", "xlsx"),
        ("fiche.pdf", "pdf"),
        ("suivi.ods", "ods"),
    ]
    parts = [(C.PROGRESS,), (C.IDENTITY, C.HOUSEHOLD)]
    return [
        Sending(
            "export after revocation",
            "C",
            "shelter",
            files=((name, kind, "stade : recherche"),),
            parts=wanted,
        )
        for name, kind in kinds
        for wanted in parts
    ]


def just_ended() -> list[Sending]:
    """The share ended one second ago; what tells of it was queued before."""
    texts = [
        "Une réponse est attendue.", "Un accès a changé.", "Un accord se termine.",
        "Votre demande a été lue.", "Une date est proposée.", "Un document est prêt.",
        "La liste a été mise à jour.", "Une visite est possible jeudi.",
    ]  # fmt: skip
    return [
        Sending(
            "share ended a second ago",
            "F",
            "shelter",
            Way.MAIL,
            text,
            "Havre",
            address="shelter@exemple.test",
        )
        for text in texts
    ]


def wrong_landlord() -> list[Sending]:
    """A merge that put one woman's letter in another's envelope."""
    who = ["other_landlord", "agency", "funder", "specialist", "referrer", "other_shelter"]
    bodies = ["Candidature pour la commission du 12.", "Pièces demandées : avis d’imposition."]
    return [
        Sending("wrong recipient", "B", to, body=f"{text} ({to})", parts=(C.PROGRESS, C.IDENTITY))
        for to in who
        for text in bodies
    ]


def hidden_words() -> list[Sending]:
    """The same secrets, each time written otherwise."""
    secrets = cycle([
        PLACE, "Quetzaline", "27 rue de la Paix", "Palimbaud", "Malquevent", "Garage Molvarin",
        "118 rue du Faubourg Malsec", "7 rue Tristelune", "Brindeloup",
    ])  # fmt: skip

    carriers = cycle([
        "Voici : {}", "Note du jour\n{}\nfin", "réf {} (à classer)", "Elle demande {} ; merci.",
        "{}", "cf. « {} »", "Livrer à {} avant midi", "Annexe 2. {}",
    ])  # fmt: skip
    places = [
        Sending(
            "obfuscated place",
            "A",
            "other_landlord_told",
            body=next(carriers).format(hide(next(secrets))),
        )
        for hide in HIDINGS.values()
    ]
    names = cycle(["Oriane Zyntharel", "Zyntharel", "Ardan Brulevent", "Lina Vorquast"])
    persons = [
        Sending(
            "obfuscated name",
            "A",
            "specialist_told",
            body=next(carriers).format(HIDINGS[name](next(names))),
        )
        for name in list(HIDINGS)[3:27:2]
    ]
    return places + persons


def numbers() -> list[Sending]:
    """Her telephone, her mailbox, her numbers, in every dress."""
    phones = [
        "06 00 00 00 01", "+33 6 00 00 00 01", "0033600000001", "06.00.00.00.01",
        "06 00 00\n00 01", "zéro six zéro zéro zéro zéro zéro zéro zéro un",
        "O6 OO OO OO O1", "10 00 00 00 60", "tel:+33600000001",
    ]  # fmt: skip
    mails = [
        "oriane.z@exemple.test", "ORIANE.Z@EXEMPLE.TEST", "oriane.z (at) exemple (point) test",
        "oriane point z arobase exemple point test", "mailto:oriane.z%40exemple.test", "o r i a n e . z @ e x e m p l e . t e s t",
    ]  # fmt: skip
    own = ["045062612345ABCDE1", "0450 6261 2345 ABCDE1", "n° 045062612345abcde1"]
    found = [
        Sending("telephone", "A", "other_landlord_told", body=f"Contact {n} : {p}")
        for n, p in enumerate(phones)
    ]
    found += [
        Sending("mailbox", "A", "other_landlord_told", body=f"Écrire ({n}) : {m}")
        for n, m in enumerate(mails)
    ]
    return found + [
        Sending("number", "A", "other_landlord_told", body=f"Dossier {n} : {o}")
        for n, o in enumerate(own)
    ]


def within_files() -> list[Sending]:
    """Where nobody looks: metadata, comments, hidden sheets, other archives."""
    hidden = [
        ("note.pdf", "pdf title", PLACE), ("note.pdf", "pdf note", "Quetzaline"), ("note.pdf", "pdf attached", NEW),
        ("note.pdf", "pdf bookmark", "Palimbaud"), ("note.pdf", "pdf", "Zyntharel"),
        ("note.docx", "docx cut", "au 3 impasse Vorlabe"), ("note.docx", "docx property", "Mme Zyntharel"),
        ("note.docx", "docx comment", "il est au garage Molvarin"), ("note.docx", "docx header", "Palimbaud"),
        ("note.docx", "docx deleted", NEW), ("note.docx", "docx link", "27+rue+de+la+Paix"),
        ("note.odt", "odt", "Foyer Quetzaline"), ("liste.ods", "ods", "06 00 00 00 01"),
        ("liste.xlsx", "xlsx column", PLACE), ("liste.xlsx", "xlsx sheet", "Zyntharel"),
        ("liste.xlsx", "xlsx comment", "Lina entre en CP"), ("liste.xlsx", "xlsx name", "Quetzaline"),
        ("liste.xlsx", "xlsx author", "Oriane Zyntharel"), ("photo.jpg", "jpeg description", "Palimbaud"),
        ("photo.png", "png text", "impasse Vorlabe"), ("photo.png", "png tail", "Zyntharel"),
        ("rdv.ics", "ics", "Foyer Quetzaline"), ("liste.csv", "csv sixteen bits", "Zyntharel"),
        ("page.html", "html", "Palimbaud"), ("tout.zip", "zip in zip", PLACE),
    ]  # fmt: skip
    return [Sending("within a file", "A", "other_landlord_told", files=(one,)) for one in hidden]


def names_of_files() -> list[Sending]:
    """File names and subjects are read by everybody, whoever may read the content."""
    names = [
        "zyntharel-oriane.pdf",
        "bail_27_rue_de_la_paix.pdf",
        "foyer-quetzaline.pdf",
        "0600000001.pdf",
    ]
    found = [
        Sending("file name", "A", "operator", files=((name, "pdf", "Page de garde"),))
        for name in names
    ]
    subjects = [
        "Mme Zyntharel",
        "Foyer Quetzaline : votre demande",
        "Palimbaud, remise des clés",
        "Accompagnement des victimes",
    ]
    return found + [
        Sending(
            "subject", "A", "operator", Way.MAIL, "Bonjour.", text, address="operator@exemple.test"
        )
        for text in subjects
    ]


def channels() -> list[Sending]:
    """Ways of reaching her that are not safe, or not now."""
    her = "rose.p@exemple.test"
    return [
        Sending("channel", "E", "her", Way.MESSAGE, "Rappelez-nous.", address="06 00 00 00 05"),
        Sending("channel", "E", "her", Way.VOICE, "Rappelez-nous.", address="06 00 00 00 05"),
        Sending(
            "channel",
            "E",
            "her",
            Way.MAIL,
            "Rappelez-nous.",
            "Bonjour",
            address="partagee@exemple.test",
        ),
        Sending(
            "channel", "D", "her", Way.MAIL, "Bonjour.", "Bonjour", address="ancienne@exemple.test"
        ),
        Sending("channel", "D", "her", Way.MAIL, "Bonsoir.", "Bonjour", address=her, hour=19),
        Sending("channel", "D", "her", Way.MAIL, "Très tôt.", "Bonjour", address=her, hour=6),
        Sending("channel", "D", "her", Way.MESSAGE, "Par téléphone.", address="06 00 00 00 04"),
        Sending("channel", "D", "her", Way.VOICE, "Un message vocal.", address="06 00 00 00 04"),
        Sending(
            "channel", "A", "her", Way.MAIL, "Courriel.", "Bonjour", address="oriane.z@exemple.test"
        ),
        Sending("channel", "A", "her", Way.MESSAGE, "Message.", address="06 00 00 00 09"),
    ]


def people() -> list[Sending]:
    """The right organisation once, not any more, or its neighbour of the same group."""
    return [
        Sending("left the organisation", "B", "landlord", body="Candidature à lire.", user="left"),
        Sending(
            "left the organisation",
            "B",
            "landlord",
            Way.MAIL,
            "Un élément.",
            "Havre",
            user="left",
            address="left@exemple.test",
        ),
        Sending("left the organisation", "B", "landlord", body="Autre organisme.", user="funder"),
        Sending("same group", "B", "other_landlord", body="Même groupe, autre société."),
        Sending("same group", "A", "other_landlord", body="Filiale du groupe."),
        Sending("same group", "A", "agency", body="Agence du groupe."),
        Sending("beyond its shares", "B", "landlord", body="Sécurité.", parts=(C.SAFETY,)),
        Sending("beyond its shares", "B", "landlord", body="Lieu.", parts=(C.SHELTER_PLACE,)),
        Sending(
            "beyond its shares", "A", "shelter", body="Sécurité après admission.", parts=(C.SAFETY,)
        ),
        Sending("beyond its shares", "A", "landlord", body="Contact.", parts=(C.CONTACT,)),
    ]


def unreadable() -> list[Sending]:
    """What cannot be read whole does not leave."""
    kinds = [
        "pdf locked",
        "pdf scan",
        "broken pdf",
        "broken zip",
        "unknown",
        "too large",
        "zip bomb",
        "jpeg position",
    ]
    return [Sending("unreadable", "B", "landlord", files=(("piece", kind, "x"),)) for kind in kinds]


def not_neutral() -> list[Sending]:
    """Words that say what it is about, where anybody may read them."""
    texts = [
        "suite aux violences",
        "Relogement d’urgence",
        "mise à l’abri",
        "votre hébergée",
        "conjugal",
    ]
    return [
        Sending(
            "not neutral", "B", "landlord", Way.MAIL, text, "Havre", address="landlord@exemple.test"
        )
        for text in texts
    ]


UNSAFE: list[Sending] = [
    *letters_elsewhere(), *bundles(), *calendars(), *forwarded(), *after_revocation(), *just_ended(),
    *wrong_landlord(), *hidden_words(), *numbers(), *within_files(), *names_of_files(), *channels(),
    *people(), *unreadable(), *not_neutral(),
]  # fmt: skip
