"""The territory of the samples: the 22 communes of Orléans Métropole and four districts."""

import pytest

from havre.housing.importing.territory import Territory, build_territory

COMMUNES = """
45034;Boigny-sur-Bionne;45760;2;47.9321;2.0192
45043;Bou;45430;3;47.8702;2.0472
45072;Chanteau;45400;3;47.9764;1.9648
45075;La Chapelle-Saint-Mesmin;45380;2;47.8890;1.8280
45089;Chécy;45430;2;47.9025;2.0231
45100;Combleux;45800;2;47.9004;1.9865
45147;Fleury-les-Aubrais;45400;2;47.9386;1.9196
45169;Ingré;45140;2;47.9168;1.8229
45194;Mardié;45430;2;47.8971;2.0689
45197;Marigny-les-Usages;45760;3;47.9587;2.0135
45232;Olivet;45160;2;47.8548;1.8888
45234;Orléans;45000 45100;2;47.8822;1.9166
45235;Ormes;45140;2;47.9475;1.8062
45272;Saint-Cyr-en-Val;45590;2;47.8143;1.9598
45274;Saint-Denis-en-Val;45560;2;47.8808;1.9723
45282;Saint-Hilaire-Saint-Mesmin;45160;2;47.8499;1.8339
45284;Saint-Jean-de-Braye;45800;2;47.9178;1.9727
45285;Saint-Jean-de-la-Ruelle;45140;2;47.9118;1.8711
45286;Saint-Jean-le-Blanc;45650;2;47.8828;1.9333
45298;Saint-Pryvé-Saint-Mesmin;45750;2;47.8805;1.8550
45302;Saran;45770;2;47.9496;1.8780
45308;Semoy;45400;2;47.9379;1.9630
"""


def territory_of_orleans(*, localities: bool = True) -> Territory:
    rows = [line.split(";") for line in COMMUNES.strip().splitlines()]
    districts = [
        ("La Source", "45234", 47.8427, 1.9260),
        ("Argonne", "45234", None, None),
        ("Blossières", "45234", None, None),
        ("Dauphine", "45234", None, None),
    ]
    return build_territory(
        [
            (code, name, posts.split(), int(zone), float(lat), float(lon))
            for code, name, posts, zone, lat, lon in rows
        ],
        districts if localities else [],
    )


@pytest.fixture(scope="session")
def territory() -> Territory:
    return territory_of_orleans()


@pytest.fixture(scope="session")
def bare_territory() -> Territory:
    """The communes alone, no district being known."""
    return territory_of_orleans(localities=False)
