"""Invented names and texts: French to the ear, borne by nobody."""

from __future__ import annotations

from random import Random
from typing import Final

FIRST_NAMES: Final = [
    "Oriane",
    "Zélaine",
    "Maëlwen",
    "Sybiane",
    "Tiphène",
    "Alzire",
    "Noémance",
    "Ludiane",
    "Ysaure",
    "Orphise",
    "Célimène",
    "Maïténa",
    "Bérangelle",
    "Doriane",
    "Élianor",
    "Fantine",
    "Gaëtane",
    "Honorise",
    "Iphiane",
    "Janelle",
    "Kelvina",
    "Lysiane",
    "Mirabelle",
    "Nérine",
    "Ombeline",
    "Perrinelle",
    "Quitterie",
    "Rosaure",
    "Sidonelle",
    "Théolise",
    "Ulriane",
    "Valdrine",
    "Wilhémie",
    "Xaviane",
    "Yolène",
    "Zoraïde",
    "Amadine",
    "Blandelle",
    "Corisande",
    "Delphise",
    "Esméline",
    "Florianne",
    "Guillemine",
    "Hermeline",
    "Iseline",
    "Joséane",
    "Lilwen",
    "Mélisse",
    "Naïcha",
    "Odelise",
    "Salméa",
    "Aïnata",
    "Fadwane",
    "Kadiana",
    "Leïmata",
    "Samirelle",
    "Nourane",
    "Tsilana",
    "Violaine",
    "Aurève",
]
STARTS: Final = [
    "Ar",
    "Bel",
    "Bor",
    "Cal",
    "Cham",
    "Cor",
    "Dal",
    "Fa",
    "Flor",
    "Gar",
    "Gui",
    "Har",
    "Jol",
    "Lam",
    "Lor",
    "Mar",
    "Mel",
    "Mor",
    "Nor",
    "Or",
    "Per",
    "Quin",
    "Ro",
    "Sal",
    "Ser",
    "Tal",
    "Tor",
    "Val",
    "Var",
    "Ver",
    "Vor",
    "Zan",
]
MIDDLES: Final = [
    "ba",
    "bi",
    "cha",
    "da",
    "di",
    "fe",
    "ga",
    "gi",
    "la",
    "le",
    "li",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "ni",
    "pa",
    "po",
    "que",
    "ra",
    "ri",
    "san",
    "ta",
    "ti",
    "to",
    "van",
    "vi",
    "zi",
    "za",
]
ENDS: Final = [
    "bert",
    "chaud",
    "dier",
    "dreux",
    "fault",
    "gnel",
    "grin",
    "land",
    "let",
    "lard",
    "ment",
    "mont",
    "nac",
    "nelle",
    "net",
    "quin",
    "quoy",
    "rande",
    "rec",
    "rel",
    "rieux",
    "sard",
    "tain",
    "teuil",
    "thier",
    "tin",
    "vel",
    "ville",
    "vrier",
    "zelle",
]
RESIDENCES: Final = (
    "Les Palimbauds Le Clos Vorlande La Quetzaline Les Mirandelles Le Val Zéphirin Les Orfrayes "
    "Le Parc Dumélie Les Sarcelines Le Champ Biroué La Marjolière Les Trois Écluses Le Cormeril "
    "Les Aubépiniers La Belle Houssière Le Point du Lac Les Ramiettes Le Verger Malaudry "
    "Les Grandes Loires La Fontaine Alizon Le Coteau Bressin Les Bateliers Le Hameau Tavelin "
    "La Croix Morvane Les Prés Jouvence"
)
STREETS: Final = (
    "rue des Palimbauds",
    "allée Vorlande",
    "rue du Champ Biroué",
    "avenue des Orfrayes",
    "rue Zéphirin",
    "impasse des Sarcelines",
    "rue de la Marjolière",
    "boulevard Tavelin",
    "place du Cormeril",
    "rue des Ramiettes",
    "chemin de la Houssière",
    "rue Alizon",
    "allée des Mirandelles",
    "rue du Coteau Bressin",
    "rue Malaudry",
    "quai des Bateliers",
)
REASONS: Final = (
    "Prête à quitter la structure, souhaite un logement à son nom et garder l’école des enfants.",
    "Séparée depuis le printemps, ne peut pas retourner au domicile ; ressources stables.",
    "Accueillie en urgence, démarches engagées, cherche un logement hors de son ancien quartier.",
    "Le bail actuel est commun ; elle demande une mutation loin du domicile.",
    "Travaille à Orléans, a besoin d’un logement proche des transports.",
    "Attend un deuxième enfant, l’hébergement actuel devient trop petit.",
    "A repris une formation ; un logement stable lui permettra de la terminer.",
    "Mise en sécurité après une plainte ; ne souhaite pas rester dans la même commune.",
)
PLACES: Final = (
    "Appartement diffus de la structure",
    "Chambre en hébergement collectif",
    "Chez une proche, adresse non communiquée",
    "Hôtel, nuitées prises en charge",
    "Studio de mise à l’abri",
)
HOURS: Final = (
    "le matin",
    "entre 12 h et 14 h",
    "après 17 h",
    "en semaine, aux heures d’école",
    "par la structure",
)
CODE_WORDS: Final = (
    "mirabelle",
    "girouette",
    "lanterne",
    "tournesol",
    "péniche",
    "marelle",
    "figuier",
    "boussole",
)
INTERPRETERS: Final = ("arabe", "portugais", "dari", "turc", "lingala", "roumain")
NOTES: Final = (
    "L’auteur connaît l’école des enfants.",
    "Ne pas laisser de message vocal.",
    "Sa famille ignore son lieu d’accueil.",
    "Des appels anonymes le mois dernier.",
)


def residence_names() -> tuple[str, ...]:
    """Return the residences' names, one per article met."""
    names: list[str] = []
    for word in RESIDENCES.split():
        if word in {"Les", "Le", "La"}:
            names.append(word)
        else:
            names[-1] += f" {word}"
    return tuple(names)


RESIDENCE_NAMES: Final = residence_names()


def last_name(rng: Random) -> str:
    """Return an invented family name of two or three syllables."""
    middle = rng.choice(MIDDLES) if rng.random() < 0.7 else ""
    return rng.choice(STARTS) + middle + rng.choice(ENDS)


def first_name(rng: Random) -> str:
    """Return a rare or invented first name."""
    return rng.choice(FIRST_NAMES)


def phone(rng: Random) -> str:
    """Return a mobile number of the range kept for fiction (06 39 98)."""
    return f"06 39 98 {rng.randrange(100):02} {rng.randrange(100):02}"
