"""What a vacancy and a dwelling of the stock are made of, and the usual French headings."""

from __future__ import annotations

from havre.engine.vocabulary import Word


class VacancyField(Word):
    """A column of a file of available dwellings."""

    REFERENCE = "reference", "Référence"
    RESIDENCE = "residence", "Résidence"
    ADDRESS = "address", "Adresse"
    NUMBER = "number", "Numéro dans la voie"
    STREET = "street", "Voie"
    POSTCODE = "postcode", "Code postal"
    CITY = "city", "Commune"
    FULL_ADDRESS = "full_address", "Adresse complète"
    TYPOLOGY = "typology", "Typologie"
    SURFACE = "surface", "Surface habitable"
    FLOOR = "floor", "Étage"
    LIFT = "lift", "Ascenseur"
    RENT = "rent", "Loyer hors charges"
    RENT_ALL_IN = "rent_all_in", "Loyer charges comprises"
    CHARGES = "charges", "Charges"
    FINANCING = "financing", "Financement"
    RESERVATION = "reservation", "Réservataire"
    REGIME = "regime", "Régime d’occupation"
    AVAILABLE_ON = "available_on", "Date de disponibilité"
    ENERGY = "energy", "Étiquette énergie"
    ACCESSIBLE = "accessible", "Accessible"
    FURNISHED = "furnished", "Meublé"
    LATITUDE = "latitude", "Latitude"
    LONGITUDE = "longitude", "Longitude"


class StockField(Word):
    """A column of the RPLS file, by its official name."""

    DEPCOM = "DEPCOM", "Code de la commune (DEPCOM)"
    CODEPOSTAL = "CODEPOSTAL", "Code postal (CODEPOSTAL)"
    LIBCOM = "LIBCOM", "Commune (LIBCOM)"
    NUMVOIE = "NUMVOIE", "Numéro dans la voie (NUMVOIE)"
    INDREP = "INDREP", "Indice de répétition (INDREP)"
    TYPVOIE = "TYPVOIE", "Type de voie (TYPVOIE)"
    NOMVOIE = "NOMVOIE", "Nom de la voie (NOMVOIE)"
    ETAGE = "ETAGE", "Étage (ETAGE)"
    COMPLGEO = "COMPLGEO", "Complément d’adresse (COMPLGEO)"
    QPV_CODE = "QPV_CODE", "Quartier prioritaire (QPV_CODE)"
    TYPECONST_CODE = "TYPECONST_CODE", "Collectif ou individuel (TYPECONST_CODE)"
    NBPIECE = "NBPIECE", "Nombre de pièces (NBPIECE)"
    SURFHAB = "SURFHAB", "Surface habitable (SURFHAB)"
    CONSTRUCT = "CONSTRUCT", "Année de construction (CONSTRUCT)"
    FINAN_CODE = "FINAN_CODE", "Financement (FINAN_CODE)"
    DPEENERGIE = "DPEENERGIE", "Étiquette énergie (DPEENERGIE)"
    PMR_CODE = "PMR_CODE", "Accessible (PMR_CODE)"
    X = "X", "Coordonnée X en Lambert 93 (X)"
    Y = "Y", "Coordonnée Y en Lambert 93 (Y)"


# Headings as `heading_key` leaves them: no case, accents, punctuation or unit.
_USUAL: dict[VacancyField, str] = {
    VacancyField.REFERENCE: "reference|ref|n ug|ug|numero ug|no ug|code ug|code logement|n logement"
    "|numero logement|numero de logement|id logement|identifiant|reference logement|ref logement"
    "|n lot|lot|reference ug|ref ug|code lot|code patrimoine|n module|module|reference bailleur",
    VacancyField.RESIDENCE: "residence|groupe|programme|nom residence|nom de la residence|ensemble"
    "|groupe immobilier|nom du programme|immeuble|copropriete|libelle residence",
    VacancyField.ADDRESS: "adresse|adresse du logement|adresse logement|adresse 1|localisation",
    VacancyField.NUMBER: "numero|n|no|num|n voie|numero voie|numero de voie|n de voie|num voie"
    "|n rue|numero de rue|numero dans la voie",
    VacancyField.STREET: "voie|rue|nom voie|nom de la voie|libelle voie|nom de voie|nom de rue",
    VacancyField.POSTCODE: "code postal|cp|c p|codepostal|code post",
    VacancyField.CITY: "ville|commune|localite|nom commune|libelle commune|nom de la commune",
    VacancyField.FULL_ADDRESS: "adresse complete|adresse postale|adresse postale complete",
    VacancyField.TYPOLOGY: "type|typologie|typo|type logement|type de logement|nb pieces|pieces"
    "|nombre de pieces|nbre pieces|nb de pieces|typologie du logement|type lgt|typologie logement",
    VacancyField.SURFACE: "surface|surf|surf hab|surface habitable|m2|sh|shab|superficie"
    "|surface hab|surface logement|surface habitable du logement",
    VacancyField.FLOOR: "etage|niveau|et|etg|n etage|numero etage",
    VacancyField.LIFT: "ascenseur|asc|avec ascenseur|presence ascenseur",
    VacancyField.RENT: "loyer|loyer hc|loyer hors charges|loyer principal|loyer nu|loyer mensuel"
    "|loyer net|loyer h c|montant loyer|montant du loyer|loyer mensuel hc|loyer hors charge"
    "|loyer mensuel hors charges",
    VacancyField.RENT_ALL_IN: "loyer cc|loyer charges comprises|loyer c c|loyer avec charges"
    "|loyer et charges|loyer charges|loyer charge|quittance|loyer cc mensuel|loyer mensuel cc"
    "|loyer total|total loyer charges|loyer toutes charges comprises|montant cc|prix cc",
    VacancyField.CHARGES: "charges|provision charges|provisions charges|dont charges|provision"
    "|provision sur charges|provisions sur charges|montant charges|charges locatives"
    "|charges mensuelles|provisions pour charges|provision pour charges|montant des charges",
    VacancyField.FINANCING: "financement|fin|financ|type financement|type de financement|finan code"
    "|code financement|nature financement|conventionnement",
    VacancyField.RESERVATION: "reservataire|contingent|reservation|reserve|code reservation"
    "|code reservataire|reservataires|type reservataire|resa|contingent reservataire",
    VacancyField.REGIME: "regime|regime d occupation|type de bail|bail|mode de location"
    "|regime locatif|type location|type de location",
    VacancyField.AVAILABLE_ON: "dispo|dispo le|disponible le|disponibilite|date de disponibilite"
    "|date disponibilite|date dispo|libre le|libre au|date de liberation|disponible"
    "|libre a partir du|disponible a partir du|date libre|date liberation|date de dispo"
    "|disponible au",
    VacancyField.ENERGY: "dpe|etiquette energie|classe energie|classe energetique|etiquette dpe"
    "|classe dpe|energie|etiquette energetique",
    VacancyField.ACCESSIBLE: "accessible pmr|accessible|pmr|adapte handicap|handicap|adapte|ufr"
    "|accessibilite|adapte pmr|accessibilite pmr|logement adapte|accessible handicape",
    VacancyField.FURNISHED: "meuble|meublee|ameublement|meuble non meuble",
    VacancyField.LATITUDE: "latitude|lat|latitude gps|gps latitude|gps lat|latitude wgs84",
    VacancyField.LONGITUDE: "longitude|lon|lng|long|longitude gps|gps longitude|gps lon|gps long"
    "|longitude wgs84",
}

VACANCY_HEADINGS: dict[str, VacancyField] = {
    heading: field for field, headings in _USUAL.items() for heading in headings.split("|")
}
STOCK_HEADINGS: dict[str, StockField] = {
    field.value.lower().replace("_", " "): field for field in StockField
}
