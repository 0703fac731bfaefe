"""Two hundred ordinary sendings, which must all leave: a gate that cries wolf is gone round."""

from __future__ import annotations

from havre.engine.vocabulary import Compartment as C
from havre.platform.gate import Way
from tests.platform.gate.corpus.sending import Sending

SIGNATURES = [
    "Camille Arvensol, coordination, 4 rue de la Paix, 45000 Orléans",
    "Association Les Quais, 12 impasse des Lilas, 45100 Orléans",
    "Val Habitat Fictif, 8 boulevard Victor Hugo, 45770 Saran",
    "Agence du Pont, 31 rue de la Paix, 45000 Orléans, 02 38 00 00 10",
    "Service logement, place de la République, Orléans",
    "Saran Delvigne, chargée de gestion",
    "Oriane Vassel, conseillère, poste 214",
    "VASSEL Oriane, accueil",
    "Rose Amblard, commission d’attribution",
    "Mme Amblard, secrétariat",
    "M. Petitjean, agence nord",
    "Timothée Garance, 02 38 00 00 11",
    "La direction, 112 rue du Bourg, 45400 Fleury-les-Aubrais",
    "Standard : 02 38 00 00 12, de 9 h à 17 h",
    "contact@val-fictif.exemple.test",
]
SENTENCES = [
    "Une réponse est attendue avant vendredi.",
    "La réunion est déplacée à mardi, même heure.",
    "Trois logements T3 sont libres à Olivet et à Semoy.",
    "Le loyer est de 512 €, charges comprises.",
    "Merci de compléter la liste avant le 12.",
    "Un petit rappel : les pièces arrivent par la plateforme.",
    "Le garage de la résidence se loue à part.",
    "Le foyer fiscal compte deux personnes.",
    "Ascenseur en panne, deuxième étage, intervention demain.",
    "Impasse budgétaire évitée pour cette année.",
    "PETIT DÉJEUNER DE RENTRÉE LE 3 SEPTEMBRE",
    "La paix sociale dans la résidence s’améliore.",
    "Rue barrée jusqu’à lundi devant le 31 rue du Faubourg Malsec.",
    "Le plafond de ressources est dépassé de 40 €.",
    "Réunion inter-bailleurs, salle du conseil, 14 h 30.",
    "Deux offres expirent bientôt : prolongez-les.",
    "Le dossier est complet ; la commission se tient le 17.",
    "Numéro de série 0600-0001, à rappeler au support.",
    "Référence interne 45062-12345, lot B.",
    "La rose des vents du logiciel a changé de place.",
    "Votre mot de passe expire dans dix jours.",
    "Ardan Delcourt remplace Lina Morvan cette semaine.",
]


def to_partners() -> list[Sending]:
    """Neutral mails to organisations that follow a case."""
    return [
        Sending("neutral mail", "B", "landlord", Way.MAIL, text, "Vous avez un nouveau message", address="landlord@exemple.test")
        for text in SENTENCES
    ]  # fmt: skip


def signatures() -> list[Sending]:
    """Streets, communes and first names of people at work, in documents for partners."""
    found = [
        Sending("signature", "A", "other_landlord_told", body=f"Bonjour, bien reçu. {line}")
        for line in SIGNATURES
    ]
    return found + [
        Sending(
            "signature in a file", "A", "specialist_told", files=((f"note.{kind}", kind, line),)
        )
        for kind, line in zip(
            ("pdf", "docx", "odt", "xlsx", "ods", "csv", "txt", "html", "ics", "eml") * 2,
            SIGNATURES + SIGNATURES[:5],
            strict=True,
        )
    ]


def candidacies() -> list[Sending]:
    """What a landlord needs for its committee, which it may read."""
    told = [
        "Candidature de Mme Korvandel", "KORVANDEL Maëlys, deux enfants", "Madame Maëlys Korvandel, T3",
        "Dossier Korvandel complet", "Mme Korvandel accepte la proposition", "Ménage de trois personnes",
        "Ressources mensuelles : 1 450 €", "Revenu fiscal de référence : 11 800 €", "Souhaite Orléans ou Olivet",
        "Rez-de-chaussée accepté", "Demande 045062699999ZZZZZ9", "Passage en commission le 17 septembre",
    ]  # fmt: skip
    parts = (C.PROGRESS, C.IDENTITY, C.HOUSEHOLD)
    as_text = [Sending("candidacy", "B", "landlord", body=text, parts=parts) for text in told]
    kinds = (
        "pdf",
        "docx",
        "docx cut",
        "odt",
        "xlsx",
        "xlsx column",
        "ods",
        "csv",
        "csv windows",
        "html",
        "txt",
        "eml",
    )
    as_files = [
        Sending(
            "candidacy file",
            "B",
            "landlord",
            files=((f"candidature-{n}", kind, told[n]),),
            parts=parts,
        )
        for n, kind in enumerate(kinds)
    ]
    return as_text + as_files


def homes() -> list[Sending]:
    """Its own dwelling, to the landlord where she signed."""
    told = [
        "Bail : 27 rue de la Paix", "Résidence Palimbaud, état des lieux", "Clés du 27, rue de la Paix",
        "Quittance Palimbaud", "Assurance du 27 r. de la Paix", "Gardien de Palimbaud prévenu",
    ]  # fmt: skip
    return [
        Sending("its own dwelling", "A", "landlord", body=text, parts=(C.NEW_HOME,))
        for text in told
    ]


def followers() -> list[Sending]:
    """What the shelter that referred her still reads; what the operator, who keeps the file, reads."""
    shelter = [
        "Mme Zyntharel est au Foyer Quetzaline", "3 impasse Vorlabe, chambre 4", "La joindre au 06 00 00 00 01",
        "Oriane Zyntharel, un enfant", "Numéro unique 045062612345ABCDE1", "oriane.z@exemple.test",
        "Accord valable un an", "Stade : relogée", "Rappeler le matin", "Quetzaline prolonge d’un mois",
    ]  # fmt: skip
    operator = [
        "Elle évite Saran et la résidence Malquevent", "27 rue de la Paix, emménagement jeudi",
        "Zyntharel, danger élevé", "Foyer Quetzaline puis Palimbaud", "Synthèse complète de la situation",
        "Zone à éviter : commune de Saran", "Note de danger relue", "06 00 00 00 01, le matin",
        "3 impasse Vorlabe jusqu’au 12", "Dossier 045062612345ABCDE1",
    ]  # fmt: skip
    parts = (C.PROGRESS, C.IDENTITY, C.SHELTER_PLACE)
    found = [
        Sending("what the shelter reads", "A", "shelter", body=text, parts=parts)
        for text in shelter
    ]
    found += [
        Sending(
            "what the operator reads",
            "A",
            "operator",
            body=text,
            parts=(*parts, C.SAFETY, C.NEW_HOME),
        )
        for text in operator
    ]
    kinds = ("pdf", "docx", "odt", "xlsx", "ods", "csv", "txt", "html", "eml", "ics")
    return found + [
        Sending(
            "operator's file",
            "A",
            "operator",
            files=((f"synthese-{n}", kind, operator[n]),),
            parts=(C.SAFETY, C.NEW_HOME),
        )
        for n, kind in enumerate(kinds)
    ]


def to_her() -> list[Sending]:
    """To herself, by the way and at the hour she chose, or in her own hands."""
    neutral = [
        "Bonjour, rappelez-nous quand vous pourrez.", "Votre rendez-vous est maintenu.", "Merci de votre appel.",
        "Nous serons joignables jeudi.", "Un document vous attend à l’accueil.", "Bonne journée.",
        "À mardi, 10 h.", "Pensez à vos papiers.", "Le bureau est fermé lundi.", "Tout est prêt.",
    ]  # fmt: skip
    mails = [
        Sending(
            "mail to her",
            "D",
            "her",
            Way.MAIL,
            text,
            "Bonjour",
            address="rose.p@exemple.test",
            hour=9 + n % 3,
        )
        for n, text in enumerate(neutral)
    ]
    letters = [
        Sending("letter to her", "D", "her", Way.LETTER, text, "Bonjour", address=f"Mme Petit, chez Mme Ambre, 14 avenue Victor Hugo, 45160 Olivet{mark}")
        for text, mark in zip(neutral[:5], ("", " cedex", ", France", ", bâtiment B", " (interphone 3)"), strict=True)
    ]  # fmt: skip
    voices = [
        Sending("voice message", "G", "her", Way.VOICE, text, address=number)
        for text, number in zip(
            neutral[:3], ("06 00 00 00 07", "+33600000007", "0600000007"), strict=True
        )
    ]
    hands = [
        Sending("in her own hands", "A", "her", Way.HAND, text)
        for text in (
            "Oriane Zyntharel, qui voit quoi", "Votre accord du 12", "Récépissé : 3 impasse Vorlabe",
            "Votre bail, 27 rue de la Paix", "Zones que vous évitez : Saran", "Vos droits", "Feuille des partages",
        )
    ]  # fmt: skip
    return mails + letters + voices + hands


def cards() -> list[Sending]:
    """The card without a name, and answers to software, for those who receive it."""
    told = [
        "Fiche : deux pièces au moins, Orléans, Olivet", "Fiche : rez-de-chaussée accepté", "Ménage de deux personnes",
        "Loyer maximal 480 €", "Enfant de 6 à 10 ans", "Disponible de suite", "Communes : Orléans, Olivet, Semoy",
        "T2 ou T3, ascenseur", "Bail direct ou intermédiation", "Urgence 1", "Publiée le 3", "Retirée le 9",
    ]  # fmt: skip
    return [
        Sending("card", "B", "landlord", Way.ANSWER, text, parts=(C.PROGRESS, C.HOUSING_NEED))
        for text in told
    ]


def many_formats() -> list[Sending]:
    """Files that hold nothing of hers, of every kind."""
    kinds = [
        "pdf", "pdf title", "pdf note", "pdf attached", "pdf bookmark", "docx", "docx cut", "docx property",
        "docx comment", "docx header", "docx deleted", "docx link", "xlsx", "xlsx column", "xlsx sheet",
        "xlsx comment", "xlsx name", "xlsx author", "odt", "ods", "jpeg", "jpeg description", "png text",
        "eml", "ics", "zip in zip", "csv", "csv windows", "csv sixteen bits", "html", "txt", "png tail",
    ]  # fmt: skip
    return [
        Sending(
            "ordinary file",
            "A",
            "other_landlord_told",
            files=((f"piece-{n}", kind, f"Ordre du jour n° {n}, salle Bleue"),),
        )
        for n, kind in enumerate(kinds)
    ]


def operators_mail() -> list[Sending]:
    """The operator's own neutral mails about a case it keeps."""
    return [
        Sending(
            "operator's mail",
            "A",
            "operator",
            Way.MAIL,
            f"{text} Merci.",
            "Havre",
            address="operator@exemple.test",
        )
        for text in SENTENCES[:16]
    ]


ORDINARY: list[Sending] = [
    *to_partners(), *signatures(), *candidacies(), *homes(), *followers(), *to_her(), *cards(),
    *many_formats(), *operators_mail(),
]  # fmt: skip
