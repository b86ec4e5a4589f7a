"""Texts as people hand them in: pages printed without markup, and texts with no page around them."""

MENU = (
    "Skip to content\nHome\nNews\nPolitics\nWorld\nSport\nCulture\nOpinion\nSubscribe\n"
    "Log in\nSearch\nFriday, 4 March 2016"
)
MORE = (
    "Related stories\nMinister opens new bridge over the lake\nTen recipes for the long "
    "weekend\nWhy the harbour is silent again\nMost read\nThe man who counts the gulls\n"
    "Trains stop for a week\nAbout us\nContact\nPrivacy policy\nTerms of use\n© 2016 "
    "Example Times. All rights reserved."
)
ARTICLE = (
    (
        "The harbour authority of Example Bay said on Thursday that it would close the "
        "northern quay for repairs that are expected to last until the end of the summer."
    ),
    (
        "The quay was built in 1911 and carried the railway that brought salt to the ships. "
        "Engineers found cracks in eleven of its forty pillars, according to a report that "
        "the authority published."
    ),
    (
        "“We cannot wait for another winter,” said Anna Example, who leads the works. “The "
        "stone holds, but the iron inside it does not.”"
    ),
    (
        "Fishermen fear that the closing will cost them a season. Their association has "
        "asked the town for berths in the southern basin, where a ferry company has held "
        "most places since 2009."
    ),
    (
        "The town council will decide on the request next week. A spokesman for the ferry "
        "company declined to say how many of its places were in use."
    ),
)
HEADLINE = "Harbour closes northern quay for repairs"


def printed(*paragraphs: str, headline: str = HEADLINE, menu: str = MENU, more: str = MORE) -> str:
    """A page printed as text: a menu, a headline, ``paragraphs``, and what stands below them."""
    return "\n\n".join([*menu.splitlines(), headline, *paragraphs, *more.splitlines()])


ABROAD = {
    "de": (
        "Startseite\nPolitik\nWirtschaft\nSport\nKultur\nWissen\nReise\nAnmelden\nAbo\nSuche",
        "Hafen schließt den nördlichen Kai",
        (
            (
                "Die Hafenbehörde hat am Donnerstag mitgeteilt, dass der nördliche Kai für "
                "Reparaturen geschlossen wird, die voraussichtlich bis zum Ende des Sommers dauern "
                "werden."
            ),
            (
                "Der Kai wurde 1911 gebaut. In elf der vierzig Pfeiler haben Ingenieure nach einem "
                "Bericht der Behörde Risse gefunden, die im Winter weiter gewachsen sind."
            ),
            (
                "Die Fischer fürchten, dass sie die Schließung eine Saison kosten wird. Ihr Verband "
                "hat die Stadt um Liegeplätze im südlichen Becken gebeten."
            ),
        ),
        (
            "Mehr zum Thema\nDie Brücke über den See\nZehn Rezepte für Ostern\nMeistgelesen\nDer "
            "Mann und die Möwen\nImpressum\nDatenschutz\nKontakt"
        ),
    ),
    "fr": (
        ("Accueil\nPolitique\nMonde\nÉconomie\nSport\nCulture\nOpinions\nSe connecter\nS’abonner\nRecherche"),
        "Le port ferme le quai nord",
        (
            (
                "L’autorité du port a annoncé jeudi la fermeture du quai nord pour des travaux de "
                "réparation qui devraient durer jusqu’à la fin de l’été, selon un communiqué."
            ),
            (
                "Le quai a été construit en 1911. Des ingénieurs ont trouvé des fissures dans onze "
                "de ses quarante piliers, d’après un rapport publié par l’autorité."
            ),
            (
                "Les pêcheurs craignent que cette fermeture ne leur coûte une saison. Leur "
                "association a demandé à la ville des places dans le bassin sud."
            ),
        ),
        (
            "À lire aussi\nUn pont sur le lac\nDix recettes pour Pâques\nLes plus lus\nL’homme "
            "et les mouettes\nMentions légales\nContact\nPlan du site"
        ),
    ),
    "es": (
        ("Inicio\nPolítica\nMundo\nEconomía\nDeportes\nCultura\nOpinión\nIniciar sesión\nSuscríbete\nBuscar"),
        "El puerto cierra el muelle norte",
        (
            (
                "La autoridad del puerto anunció el jueves que cerrará el muelle norte por unas "
                "obras de reparación que deben durar hasta el final del verano, según un comunicado."
            ),
            (
                "El muelle fue construido en 1911. Los ingenieros encontraron grietas en once de sus "
                "cuarenta pilares, de acuerdo con un informe que publicó la autoridad."
            ),
            (
                "Los pescadores temen que el cierre les cueste una temporada. Su asociación pidió a "
                "la ciudad plazas en la dársena sur, donde una compañía ocupa casi todo."
            ),
        ),
        (
            "Noticias relacionadas\nUn puente sobre el lago\nDiez recetas de Pascua\nLo más "
            "leído\nEl hombre y las gaviotas\nAviso legal\nContacto\nMapa del sitio"
        ),
    ),
    "ru": (
        "Главная\nПолитика\nМир\nЭкономика\nСпорт\nКультура\nМнения\nВойти\nПодписка\nПоиск",
        "Порт закрывает северный причал",
        (
            (
                "Администрация порта сообщила в четверг, что северный причал будет закрыт на ремонт, "
                "который, как ожидается, продлится до конца лета."
            ),
            (
                "Причал был построен в 1911 году. Инженеры нашли трещины в одиннадцати из сорока его "
                "опор, говорится в докладе, который опубликовала администрация."
            ),
            (
                "Рыбаки опасаются, что закрытие будет стоить им целого сезона. Их союз попросил у "
                "города места в южной гавани, где почти все занимает паромная компания."
            ),
        ),
        (
            "Читайте также\nМост через озеро\nДесять рецептов\nПопулярное\nЧеловек и чайки\nО "
            "нас\nКонтакты\nРеклама"
        ),
    ),
    "no": (
        "Forsiden\nPolitikk\nVerden\nØkonomi\nSport\nKultur\nMeninger\nLogg inn\nAbonner\nSøk",
        "Havna stenger den nordre kaia",
        (
            (
                "Havnevesenet opplyste torsdag at den nordre kaia blir stengt for reparasjoner som "
                "etter planen skal vare til slutten av sommeren."
            ),
            (
                "Kaia ble bygget i 1911. Ingeniører har funnet sprekker i elleve av de førti "
                "pilarene, ifølge en rapport som havnevesenet har lagt fram."
            ),
            (
                "Fiskerne frykter at stengingen vil koste dem en sesong. Foreningen deres har bedt "
                "byen om plasser i det søndre bassenget, der et fergeselskap har de fleste."
            ),
        ),
        (
            "Les også\nEn bro over sjøen\nTi oppskrifter til påske\nMest lest\nMannen og måkene\n"
            "Om oss\nKontakt\nPersonvern"
        ),
    ),
}
"""By language: a menu, a headline, three paragraphs, and what stands below them."""

BARE = {
    "press release": (
        (
            "Example Works opens a second foundry\n\nGENEVA, 4 March 2016. Example Works has "
            "opened its second foundry, the company said today.\n\nThe foundry employs ninety "
            "people and makes parts for bridges.\n\n“We are glad to be here,” said Anna Example, "
            "who leads the company.\n\nThe first foundry was opened in 1998 in the town of "
            "Example."
        ),
        (
            "The foundry employs ninety people",
            "“We are glad to be here,”",
            "The first foundry was opened",
        ),
    ),
    "mail": (
        (
            "Dear Mr Example,\n\nthank you for your letter of 4 March. We have read it with care "
            "and will answer your questions one by one.\n\nThe quay will be closed from "
            "April.\n\nThe southern basin stays open.\n\nYours sincerely\n\nAnna Example"
        ),
        (
            "thank you for your letter",
            "The quay will be closed",
            "The southern basin stays open.",
        ),
    ),
    "one paragraph": (
        ("The quay will be closed from April. The town has not yet said where the boats are to go."),
        ("The quay will be closed from April.",),
    ),
    "poem": (
        (
            "Eleven pillars cracked and grey\nhold what the salt has left of day\n\nthe gulls go "
            "out\nthe gulls come in\n\nand no one counts\nwhat might have been\n\nthe iron "
            "sleeps inside the stone\nand dreams of trains it used to own\n\nso close the gate\n"
            "so draw the chain\n\nthe sea will open it again"
        ),
        (
            "the gulls go out",
            "so draw the chain",
            "the iron sleeps inside the stone",
        ),
    ),
    "list": (
        (
            "salt\nnine ropes\nforty pillars of stone\niron\nlamp oil\ntar\na bell\ntwo anchors\n"
            "sailcloth\nfresh water"
        ),
        (
            "nine ropes",
            "two anchors",
            "sailcloth",
        ),
    ),
    "note": (
        "The quay is closed. Please use the southern gate.",
        ("The quay is closed.",),
    ),
}
"""Texts with no page around them, and the beginnings of lines that are their body."""
