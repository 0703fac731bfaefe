"""Finding the commune a landlord means."""

import pytest

from havre.housing.importing.problems import BadValue
from havre.housing.importing.territory import Territory, build_territory, of, place_key


@pytest.mark.parametrize(
    ("city", "postcode", "code", "remark"),
    [
        ("Orléans", "45000", "45234", ""),
        ("ORLEANS", "45100", "45234", ""),
        ("SAINT-JEAN-DE-BRAYE", "45800", "45284", ""),
        ("St Jean de Braye", "45800", "45284", ""),
        ("ST PRYVE ST MESMIN", "45750", "45298", ""),
        ("Chapelle-Saint-Mesmin (La)", "45380", "45075", ""),
        ("LA CHAPELLE ST MESMIN", "45380", "45075", ""),
        ("Orléans Cedex 2", "45000", "45234", ""),
        ("Ormes", "", "45235", ""),
        ("", "45160", "", ""),
        ("", "45770", "45302", "Commune absente : Saran, d’après le code postal."),
        (
            "ORLEANS LA SOURCE",
            "45100",
            "45234",
            "« La Source » est un quartier d’Orléans, la commune retenue.",
        ),
        ("La Source", "", "45234", "« La Source » est un quartier d’Orléans, la commune retenue."),
        (
            "Orléans Gare",
            "45000",
            "45234",
            "« Orléans Gare » n’est pas une commune : Orléans est retenue.",
        ),
        ("Olivet", "45000", "45232", "Code postal 45000 : celui d’Olivet est 45160."),
    ],
)
def test_find(territory: Territory, city: str, postcode: str, code: str, remark: str) -> None:
    if not code:
        with pytest.raises(BadValue, match="Olivet, Saint-Hilaire-Saint-Mesmin"):
            territory.find(city, postcode)
        return
    place = territory.find(city, postcode)
    assert (place.commune.code, place.remark) == (code, remark)


@pytest.mark.parametrize(
    ("city", "postcode", "reason"),
    [
        ("CHARTRES", "28000", "CHARTRES (28000) n’est pas dans le territoire du dispositif."),
        ("Ormes", "27190", "Ormes (27190) n’est pas dans le territoire du dispositif."),
        ("", "28000", "Le code postal 28000 n’est pas dans le territoire du dispositif."),
        ("", "", "La commune manque. Écrivez son nom et son code postal."),
        (
            "Orlean",
            "45000",
            "Orlean (45000) n’est pas dans le territoire du dispositif. "
            "S’agit-il d’Orléans ? Corrigez le nom.",
        ),
        ("Orléans Gare", "", "Orléans Gare n’est pas dans le territoire du dispositif."),
        ("La Source", "28000", "La Source (28000) n’est pas dans le territoire du dispositif."),
    ],
)
def test_not_found(territory: Territory, city: str, postcode: str, reason: str) -> None:
    with pytest.raises(BadValue) as raised:
        territory.find(city, postcode)
    assert str(raised.value) == reason


def test_unlisted_district_is_accepted_by_its_postcode(bare_territory: Territory) -> None:
    place = bare_territory.find("ORLEANS LA SOURCE", "45100")
    assert place.commune.code == "45234"
    assert place.remark == "« ORLEANS LA SOURCE » n’est pas une commune : Orléans est retenue."


def test_look_ups(territory: Territory) -> None:
    saran = territory.by_code("45302")
    assert saran is not None
    assert (saran.name, saran.zone_123, saran.lat) == ("Saran", 2, 47.9496)
    assert territory.by_code("28085") is None
    assert [one.name for one in territory.by_postcode("45140")] == [
        "Ingré",
        "Ormes",
        "Saint-Jean-de-la-Ruelle",
    ]


def test_keys() -> None:
    assert place_key("Ste-Geneviève") == "sainte genevieve"
    assert place_key("L’Haÿ-les-Roses") == "hay les roses"
    assert [of(name) for name in ("Saran", "Orléans", "Le Mans", "Les Ulis", "Étampes")] == [
        "de Saran",
        "d’Orléans",
        "du Mans",
        "des Ulis",
        "d’Étampes",
    ]


def test_locality_of_another_territory() -> None:
    with pytest.raises(ValueError, match="no commune 45234"):
        build_territory([], [("La Source", "45234", None, None)])
