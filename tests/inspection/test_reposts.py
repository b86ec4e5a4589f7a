"""Whose words the body is."""

from tests.inspection.reading import PROSE, SECOND, THIRD, found, text_of

HEAD = "Troops leave the base on the coast\n\n"


def test_a_wire_dateline_speaks_for_what_follows_and_gets_the_year_of_the_other_dates() -> None:
    text = (
        f"{HEAD}Example Times, March 15, 2016\n\nGENEVA, March 14. /TASS/. {PROSE}\n\nA "
        f"heading of the wire\n\n{SECOND}"
    )
    assert found(text, "GENEVA").values == {
        "place": "Geneva",
        "date": "2016-03-14",
        "outlet": "TASS",
        "day": "--03-14",
        "year_inferred": True,
    }
    body = found(text, PROSE[:20])
    assert (body.subkind, body.values["voice"]) == ("reposted_article", "TASS")
    assert found(text, "A heading").subkind == "wire_subhead"


def test_a_day_keeps_no_year_where_the_dates_disagree_or_are_silent() -> None:
    silent = f"{HEAD}GENEVA, March 14. /TASS/. {PROSE}\n\n{SECOND}"
    assert found(silent, "GENEVA").values["date"] is None
    torn = f"{HEAD}March 15, 2016\n\nMarch 15, 2017\n\nGENEVA, March 14. /TASS/. {PROSE}\n\n{SECOND}"
    assert found(torn, "GENEVA").values["date"] is None


def test_from_another_outlet_speaks_for_the_body_and_its_headline() -> None:
    text = (
        f"{HEAD}Troops leave, says the president of all\n\n… from Example Today,  "
        f"Geneva\n\n{PROSE}\n\n{SECOND}"
    )
    assert found(text, "Troops leave, says").subkind == "source_article_headline"
    assert found(text, SECOND[:20]).values["voice"] == "Example Today"


def test_a_remark_on_the_article_shows_that_all_before_it_is_reposted() -> None:
    remark = (
        "excellent article from RT..the city has won..and now the losers think they "
        "still have some power..you dont.."
    )
    text = f"{HEAD}{PROSE}\n\n{SECOND}\n\n{remark}"
    assert found(text, "excellent").subkind == "blogger_comment"
    assert found(text, PROSE[:20]).values["voice"] == "RT"
    plain = found(text.replace("article from RT", "report"), PROSE[:20])
    assert plain.values["voice"] == "an article from elsewhere"


def test_praise_in_the_middle_or_alone_shows_nothing() -> None:
    praise = "Great report by the commission said that the bases on the coast were to stay where they were."
    for text in (f"{HEAD}{PROSE}\n\n{praise}\n\n{SECOND}", f"{HEAD}{praise} {THIRD}"):
        assert all(tile.subkind is None for tile in text_of(text)[1] if tile.kind.value == "body")


def test_a_paragraph_with_a_job_of_its_own_keeps_it() -> None:
    text = (
        f"{HEAD}{PROSE}\n\nHe said the following to "
        f"them:\n\n“{SECOND}”\n\n{THIRD}\n\nExcellent article by X, and it is all we have to say on it."
    )
    assert found(text, "He said").subkind == "quote_lead_in"
