"""Words so common in French that, alone, they designate nobody and no place."""

from __future__ import annotations

COMMON = frozenset(
    """
    accueil agence aline ange annee arc arche arts aurore avenir bail banque barbier beau
    beauchamp bel belle berger bernard bis blanc blanche blondeau bois boucher boulanger
    bourg bourgogne brun camille canal carpentier carre cathedrale centrale centre
    cerisiers champ champs chapelle charles charpentier chateau chateaudun chene chenes
    chevalier chretien citoyen claire clement cloitre clos coeur colombe combattants
    commerce concorde constant cordier cote couvreur croix cure desire dominique droit eau
    ecole ecoles egalite eglise emile esperance espoir etang etape etoile europe fabre
    ferme ferry fevrier fleur fleurs fleury florence fontaine fontaines foret fort forte
    franc francais france francoise fraternite frere freres gallois gambetta gare garenne
    garnier gaulle general george georges grand grande grange guerre guillaume hameau haut
    haute horizon hotel hugo ile industrie jacinthe jardin jardins jaures jean jeanne joie
    jolie jour juillet juin justice lac laurent lavoir leclerc legrand levant liberte
    lilas lion loi loire long louis lumiere lune mai maire mairie maison marchand marche
    mare marechal margaux marguerite marie marin mars martin mer mercier meunier michel
    midi moine monde mont monument moulin moulins musee nature neuf neuve neuville noel
    noir nord notre nouveau nouvelle octobre olive olivet or orleans orme ormes ouest paix
    papillons parc paris passerelle pasteur paul pays pelletier pere petit petite philippe
    pierre pin pins place plaine point pont port porte poste potier prairie pre pres
    president printemps progres prune puits quatre raison regard reine relais renard
    republique resistance rey rivage riviere robert roi rond ronde rose roses rosier
    rossignol rouge roux roy sabotier sage saint sainte saison salle sante sapin saule
    saules soleil source sources stade sud tanneur temps terrasse terre theatre tilleul
    tilleuls tisserand tonnelier tour tours tremplin trois union universite vallee verger
    vergers vert verte victoire victor vieux vigne vigneron vignes vignoble villa village
    ville violette voyage zola
    """.split()  # noqa: SIM905
)
GENERIC_PLACES = frozenset(
    """
    accueil ami amie antenne appart appartement association atelier ateliers auberge batiment
    bureau bureaux centre clinique college creche depot ecole entreprise entrepot garage gymnase
    hopital lycee magasin maternelle primaire restaurant societe stade usine
    chambre chez chrs cousine entree escalier etage famille foyer frere halte hebergement
    hotel immeuble local logement maison mere oncle parents pavillon pension pere porte
    relais residence resto sa service ses site soeur son structure studio tante un une
    urgence
    """.split()  # noqa: SIM905
)
CIVILITIES = frozenset(
    "mme madame mlle mademoiselle m mr monsieur famille consorts epouse nee veuve dossier".split()  # noqa: SIM905
)
NEAR_COMMUNES = frozenset(
    """
    a centre commune danger depuis evite evitee eviter exclu exclue gare habitait habite
    interdit loge logee mairie mairies quartier quitte quitter residait reside secteur sur
    vers ville zone zones
    """.split()  # noqa: SIM905
)
