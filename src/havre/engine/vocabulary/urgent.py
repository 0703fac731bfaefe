"""The urgent circuit between two commissions: why it opens, what is answered, how it ends."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


class UrgentReason(Word):
    """Why a dwelling is looked for within 48 hours; for the keeper of the file alone."""

    DANGER = "DANGER", "Danger là où elle est"
    FIN_ACCUEIL = "FIN_ACCUEIL", "Fin de sa mise à l’abri"
    LOGEMENT_PERDU = "LOGEMENT_PERDU", "Perte de son logement"
    PROPOSITION_TOMBEE = "PROPOSITION_TOMBEE", "La proposition en cours est tombée"
    AUTRE = "AUTRE", "Autre raison"


class UrgentAnswer(Word):
    """What an organisation answers to an urgent call."""

    YES = "YES", "Oui, avec un logement"
    NO = "NO", "Non"
    TIME = "TIME", "Demande du temps"


class UrgentRefusal(Word):
    """Why an organisation has no dwelling to offer; never about her."""

    AUCUN_LIBRE = "AUCUN_LIBRE", "Aucun logement libre"
    TYPOLOGIE = "TYPOLOGIE", "Pas cette taille de logement"
    SECTEUR = "SECTEUR", "Pas dans ces communes"
    LOYER = "LOYER", "Loyers trop élevés"
    TRAVAUX = "TRAVAUX", "Logements en travaux"
    CONTINGENT = "CONTINGENT", "Logements réservés à d’autres"
    AUTRE = "AUTRE", "Autre motif"


class UrgentProlonging(Word):
    """Why a call is given 48 hours more, once."""

    REPONSE_ATTENDUE = "REPONSE_ATTENDUE", "Une réponse est annoncée"
    LOGEMENT_EN_VUE = "LOGEMENT_EN_VUE", "Un logement se libère"
    NOUVEAUX_DEMANDES = "NOUVEAUX_DEMANDES", "D’autres organismes sont à interroger"
    AUTRE = "AUTRE", "Autre raison"


class UrgentEnd(Word):
    """How a call ended."""

    PROPOSED = "PROPOSED", "Un logement lui est proposé"
    NO_LONGER = "NO_LONGER", "La recherche n’est plus ouverte"
    BY_HAND = "BY_HAND", "Clos par l’opérateur"
    EXPIRED = "EXPIRED", "Arrivé à son terme"
