"""A sentence's own words say who vouches for it, or that nobody does."""

from dataclasses import replace

import pytest

from auditor.inspection.attribution import Sourcing, hear
from auditor.inspection.cues import Lexicon
from auditor.inspection.tiling import SegmentKind
from tests.inspection.paragraphs import BODY, NOTE, Article, article, only

NAMED, ANONYMOUS, VAGUE, NONE = Sourcing.NAMED, Sourcing.ANONYMOUS, Sourcing.VAGUE, Sourcing.NONE
OUTLET, DOCUMENT, SELF = Sourcing.SECOND_HAND_OUTLET, Sourcing.DOCUMENT, Sourcing.SELF_EVIDENT

OWN = [
    # the plain verb of saying, with what may stand between it and its subject
    ("The mayor said the bridge was safe.", NAMED, "The mayor", "said"),
    ("Mayor Anna Berg has not yet said when it will open.", NAMED, "Mayor Anna Berg", "said"),
    ("Mayor Berg, speaking on Monday at the site, said that work goes on.", NAMED, "Mayor Berg", "said"),
    ("In Oslo officials said that work goes on.", ANONYMOUS, "Oslo officials", "said"),
    ("First Berg said that work goes on.", NAMED, "Berg", "said"),
    ("At the same time, Berg made it clear that work goes on.", NAMED, "Berg", "made it clear"),
    ("Berg and Holm announced that work goes on.", NAMED, "Berg and Holm", "announced"),
    ("Berg appeared to acknowledge the delay.", NAMED, "Berg", "acknowledge"),
    ("Berg has been warning that it may fall.", NAMED, "Berg", "warning"),
    ("Berg gave no date and said the work goes on.", NAMED, "Berg", "said"),
    ("Berg signed the papers, saying that work goes on.", NAMED, "Berg", "saying"),
    ("The town kept silent, with a spokesman saying “nobody knows”.", ANONYMOUS, "a spokesman", "saying"),
    ("The agency SANA ran articles asserting that they left.", OUTLET, "The agency SANA", "asserting"),
    ("Berg upset the critics by saying that work goes on.", NAMED, "Berg", "saying"),
    # tags
    ("“We go,” said Anna Berg, director of the works.", NAMED, "Anna Berg", "said"),
    ("“We go,” the mayor said on Monday.", NAMED, "the mayor", "said"),
    ("The bridge is safe, the mayor said.", NAMED, "the mayor", "said"),
    ("It has been closed but, Berg said, will open soon.", NAMED, "Berg", "said"),
    ("''We go,'' said Mr. Berg.", NAMED, "Mr. Berg", "said"),
    ("“We go,” he added.", NAMED, "he", "added"),
    ("The workers told Berg they were tired, the union said.", NAMED, "the union", "said"),
    # acts by words, stances, evidence
    ("Berg ordered the army to rebuild it.", NAMED, "Berg", "ordered"),
    ("Oslo regards all of them as rebels.", NAMED, "Oslo", "regards all"),
    ("Recent reports indicate that it fell.", VAGUE, "Recent reports", "indicate"),
    ("Reports suggested it fell.", VAGUE, "Reports", "suggested"),
    ("The report shows that it fell.", DOCUMENT, "The report", "shows"),
    ("The announcement indicates that it fell.", NONE, None, None),
    ("The decision said nothing.", NONE, None, None),
    # passives
    ("The plan was rejected by the city council.", NAMED, "the city council", "rejected by"),
    ("The plan was rejected by a storm of letters.", NONE, None, None),
    ("The plan was rejected by", NONE, None, None),
    ("The plan was rejected on Monday.", NONE, None, None),
    ("The plan was agreed by Oslo.", NONE, None, None),
    ("The song was written by Berg.", NONE, None, None),
    ("It was reported on Monday that it fell.", VAGUE, None, "It was reported"),
    ("The bridge, which is expected to open soon, was painted.", NONE, None, None),
    ("Speculation was that it would fall.", VAGUE, None, "Speculation was that"),
    # according to, in their words
    ("According to spokesman Ole Holm, it fell.", NAMED, "spokesman Ole Holm", "According to"),
    ("It fell, according to the survey.", DOCUMENT, "the survey", "according to"),
    ("It fell, according to a statement by Berg.", NAMED, "Berg", "according to"),
    ("It fell, according to a statement by somebody.", DOCUMENT, "a statement", "according to"),
    ("It fell, according to the meeting.", DOCUMENT, "the meeting", "according to"),
    ("It fell, according to plan b.", VAGUE, "plan b", "according to"),
    ("It fell, according to", NONE, None, None),
    ("In Berg’s words, it fell.", NAMED, "Berg’s", "In Berg’s words"),
    ("In his own words, it fell.", NONE, None, None),
    ("In his view, it fell.", NAMED, "his", "In his view"),
    ("In a long view, it fell.", NONE, None, None),
    ("For his part, Berg left.", NONE, None, None),
    # nouns
    ("They were alarmed by a declaration by Berg that it would fall.", NAMED, "Berg", "declaration by"),
    ("They were alarmed by a declaration by Berg.", NONE, None, None),
    ("They were alarmed by a declaration by meeting that it would fall.", NONE, None, None),
    ("The fall prompted rumors that it was bombed.", VAGUE, None, "rumors that"),
    ("They smiled at Berg’s odd claim that it would fall.", NAMED, "Berg’s", "claim that"),
    ("They smiled at his claim that it would fall.", NAMED, "his", "claim that"),
    ("They smiled at the claim that it would fall.", NONE, None, None),
    # law, taken from
    (
        "Under Article 5 of the treaty, an attack on one is an attack on all.",
        DOCUMENT,
        "Article 5 of the treaty",
        "Under",
    ),
    ("Under the bridge, by the road, Article 5 was found.", NONE, None, None),
    ("They lived under the Act.", NONE, None, None),
    ("Under the old bridge they found coins and shoes.", NONE, None, None),
    ("A good article from RT..", OUTLET, "RT", "from"),
    ("A good article from Oslo.", NONE, None, None),
    ("He wrote an article from", NONE, None, None),
    # chains and outlets
    ("The New York Times reported that it fell.", OUTLET, "The New York Times", "reported"),
    ("The Oslo Herald reported that it fell.", OUTLET, "The Oslo Herald", "reported"),
    ("The Herald reported that it fell.", NAMED, "The Herald", "reported"),
    ("The news agency quoted Berg as saying that it fell.", NAMED, "Berg", "saying"),
    ("The news agency quoted meeting as saying that it fell.", OUTLET, "The news agency", "quoted"),
    ("The news agency reported that it fell, but Berg said that it stands.", NAMED, "Berg", "said"),
    # what is no verb, no speaker, no clause of its own
    ("The reports of May were lost.", NONE, None, None),
    ("United States law forbids it.", DOCUMENT, "United States law", "forbids"),
    ("The United States signed it.", NONE, None, None),
    ("The officers charged the crowd.", NONE, None, None),
    ("Berg will say more.", NONE, None, None),
    ("Berg came to say more.", NONE, None, None),
    ("Saying so is easy.", NONE, None, None),
    ("Don’t blame Berg.", NONE, None, None),
    ("It fell two hours after Berg announced the works.", NONE, None, None),
    ("The bridge that Berg said was safe fell.", NONE, None, None),
    ("They met Berg, who declared that it was safe.", NAMED, "Berg", "declared"),
    ("They met Berg, who rejected it.", NONE, None, None),
    ("The plan that Berg said “must wait” fell.", NONE, None, None),
    ("They met people who declared it safe.", NONE, None, None),
    ("Will Berg say that it fell?", NONE, None, None),
    ("I say that it fell.", NONE, None, None),
    # subjects in odd places
    ("Wars, said Holm in Oslo, are bad.", NAMED, "Holm", "said"),
    ("The men who, in May, said no left.", NONE, None, None),
    ("“We go,” said.", NONE, None, None),
    ("In May, the mayor signed it, saying that it fell.", NAMED, "the mayor", "saying"),
    ("Then Berg left, saying that it fell.", NAMED, "Berg", "saying"),
    ("The “expert” said that it fell.", ANONYMOUS, "expert", "said"),
    ("Berg left, ordering the army home.", NONE, None, None),
    ("Berg left without saying so.", NONE, None, None),
    ("They came of saying so.", NONE, None, None),
    ("They heard the wild claims.", NONE, None, None),
    ("They heard wild claims.", NONE, None, None),
    ("Here is a letter that says the bridge fell.", NONE, None, None),
    ("Officials claim the bridge fell.", ANONYMOUS, "Officials", "claim"),
    ("The bank claims the bridge fell.", NAMED, "The bank", "claims"),
    ("Snow claims the bridge.", NAMED, "Snow", "claims"),
    ("People there claims the bridge.", NONE, None, None),
    ("The city of Oslo said that it fell.", NAMED, "The city of Oslo", "said"),
    ("The tired and the hungry said that it fell.", ANONYMOUS, "the hungry", "said"),
    ("The war, of all, said nothing.", NONE, None, None),
    ("A number of residents said that it fell.", ANONYMOUS, "A number of residents", "said"),
    # sorts of people
    ("The two leaders agreed that it fell.", NAMED, "The two leaders", "agreed that"),
    ("Norway’s top diplomat said that it fell.", NAMED, "Norway’s top diplomat", "said"),
    ("The Press said that it fell.", NAMED, "The Press", "said"),
    ("Two candidates said that it fell.", ANONYMOUS, "Two candidates", "said"),
    ("The candidates said that it fell.", NAMED, "The candidates", "said"),
    ("A minister said that it fell.", ANONYMOUS, "A minister", "said"),
    ("A company said that it fell.", ANONYMOUS, "A company", "said"),
    ("Local teachers said that it fell.", ANONYMOUS, "Local teachers", "said"),
    ("The teacher said that it fell.", ANONYMOUS, "The teacher", "said"),
    ("The Oslo crowd said that it fell.", NAMED, "The Oslo crowd", "said"),
    ("Experts rejected it.", VAGUE, "Experts", "rejected"),
    # a second half that the credit does not reach
    ("Berg said it was safe, but a large part of it fell.", NONE, None, None),
    ("Berg said it was safe, but the other bridges had fallen.", NAMED, "Berg", "said"),
    ("Berg said it was safe, but he left the town.", NAMED, "Berg", "said"),
    ("Berg said it was safe, but a union leader said it fell.", NAMED, "Berg", "said"),
    ("Berg said “it stands, but a large part fell”.", NAMED, "Berg", "said"),
    (
        "Berg announces a pause while keeping the cranes, the barges, the diggers and the crew.",
        NONE,
        None,
        None,
    ),
    ("Berg announces a pause while keeping cranes.", NAMED, "Berg", "announces"),
    ("It was safe, Berg said, but a large part of it fell.", NAMED, "Berg", "said"),
    ("They have shown that Berg claims the land.", NONE, None, None),
]


@pytest.mark.parametrize(("text", "sourcing", "source", "cue"), OWN)
def test_the_words_of_a_sentence_name_its_source(
    text: str, sourcing: Sourcing, source: str | None, cue: str | None
) -> None:
    made, given, _ = only(text)
    assert (given.sourcing, made.words(given.source), made.words(given.cue)) == (sourcing, source, cue)
    assert bool(given.rules) is (sourcing is not NONE)


def test_a_pronoun_is_as_well_known_as_whoever_was_just_named() -> None:
    made = article("A diplomat said it fell. He said more.", "Berg said it fell. He said more.")
    assert [one.sourcing for one in made.attributions] == [ANONYMOUS, ANONYMOUS, NAMED, NAMED]


def test_the_official_is_whoever_was_just_named_and_else_nobody_known() -> None:
    known = article("Holm, an official, said it fell. The official said more.")
    unknown = article("The official said more.")
    assert [one.sourcing for one in known.attributions + unknown.attributions] == [NAMED, NAMED, ANONYMOUS]


def test_it_speaks_only_after_somebody_has_spoken() -> None:
    made = article(
        "The presidency said it fell. It rejected the rumours.", "The bridge fell. It confirmed the fears."
    )
    assert [one.sourcing for one in made.attributions] == [NAMED, NAMED, NONE, NONE]


@pytest.mark.parametrize("metadata", [{"site": "The Oslo Herald"}, {}])
def test_a_publication_is_no_source_for_its_own_claims(metadata: dict[str, str]) -> None:
    made = article("The Oslo Herald reported that it fell.", **metadata)
    assert made.attributions[0].sourcing is (NONE if metadata else OUTLET)


def test_its_name_is_also_read_from_the_copyright_line() -> None:
    made = article("Oslo Herald reported that it fell.", (SegmentKind.COPYRIGHT_NOTICE, "© Oslo Herald"))
    notice = replace(made.segments[1], values={"holder": "Oslo Herald"})
    printed = Article(made.document, (made.segments[0], notice))
    assert printed.attributions[0].sourcing is NONE


UNITS = [
    ((BODY, "([Russian Presidency](#), March 14, 2016)"), DOCUMENT, "Russian Presidency"),
    ((BODY, "(quoted by Reuters, March 14, 2016)"), OUTLET, "Reuters"),
    ((BODY, "[South Front](#), March 14, 2016"), OUTLET, "South Front"),
    ((BODY, "(via RT)"), OUTLET, "RT"),
    ((NOTE, "[ Editor’s Note:"), SELF, None),
    ((NOTE, "Jim W. Dean ]"), SELF, None),
    ((NOTE, "We will update this page."), SELF, None),
    ((BODY, "— —"), NONE, None),
    ((BODY, "(Nobody knew of it.)"), NONE, None),
    ((BODY, "(In 2015 nobody knew of it) and now they do."), NONE, None),
    ((BODY, "(" + "word " * 50 + "2016)"), NONE, None),
    ((NOTE, "It fell on Monday."), NONE, None),
    ((NOTE, "We saw it fall."), NONE, None),
]


@pytest.mark.parametrize(("paragraph", "sourcing", "source"), UNITS)
def test_tails_labels_signatures_and_plans_are_units(
    paragraph: tuple[SegmentKind, str], sourcing: Sourcing, source: str | None
) -> None:
    made = article(paragraph)
    (given,) = made.attributions
    assert (given.sourcing, made.words(given.source)) == (sourcing, source)


def test_a_lexicon_of_ones_own_can_be_read_with() -> None:
    made = article("Berg said it fell.")
    assert hear(made.document, made.segments, made.sentences, Lexicon((), {}))[0].credit is None
