"""What type of source a stretch of words is, and whom a reference means."""

import pytest

from auditor.inspection.attribution import (
    Attribution,
    SourceType,
    Sourcing,
    find_attributions,
    settle,
    weigh_sentences,
)
from auditor.inspection.attribution.kinds import source_type
from auditor.inspection.attribution.references import resolved
from auditor.inspection.cues import packaged_lexicon
from tests.inspection.paragraphs import article

TYPES = [
    ("Mrs. Clinton", SourceType.NAMED),
    ("the White House", SourceType.NAMED),
    ("the Trump campaign", SourceType.NAMED),
    ("the chair of the DNC", SourceType.NAMED),
    ("the government", SourceType.NAMED),
    ("his former partner at Lenox, Lawrence Cummings", SourceType.NAMED),
    ("Wossamotta", SourceType.NAMED),
    ("she", SourceType.REFERENCE),
    ("who", SourceType.REFERENCE),
    ("she and another reporter", SourceType.REFERENCE),
    ("the senator", SourceType.REFERENCE),
    ("the Republican nominee", SourceType.REFERENCE),
    ("the union", SourceType.REFERENCE),
    ("a Clinton aide", SourceType.ANONYMOUS),
    ("several judges", SourceType.ANONYMOUS),
    ("those close to him", SourceType.ANONYMOUS),
    ("people familiar with the talks", SourceType.ANONYMOUS),
    ("a group of experts", SourceType.ANONYMOUS),
    ("a wombat", SourceType.ANONYMOUS),
    ("experts", SourceType.VAGUE),
    ("everyone", SourceType.VAGUE),
    ("some environmental groups", SourceType.VAGUE),
    ("nearly 63 percent of voters", SourceType.VAGUE),
    ("85% of them", SourceType.VAGUE),
    ("about four in 10 voters", SourceType.VAGUE),
    ("wombats", SourceType.VAGUE),
    ("the New York Times", SourceType.SECOND_HAND_OUTLET),
    ("a reporter for USA Today", SourceType.SECOND_HAND_OUTLET),
    ("a Bloomberg poll", SourceType.DOCUMENT),
    ("a database tracking such deaths", SourceType.DOCUMENT),
    ("the report", SourceType.DOCUMENT),
    ("a newly released survey", SourceType.DOCUMENT),
]


@pytest.mark.parametrize(("words", "kind"), TYPES)
def test_what_type_of_source_words_are(words: str, kind: SourceType) -> None:
    (heard,) = article(f"On Monday {words} said so.").heard
    assert source_type(heard.said, 2, len(heard.said.words) - 2, packaged_lexicon()) is kind


def antecedents(*paragraphs: str) -> list[str | None]:
    made = article(*paragraphs)
    heard = made.heard
    found = settle(find_attributions(heard), heard, weigh_sentences(made.document, heard))
    return [made.words(one.antecedent) for one in found]


def test_a_pronoun_means_the_last_source_that_was_named() -> None:
    assert antecedents("John Kerry said it was over.", "It rained.", "“We go,” he said.")[2] == "John Kerry"


def test_who_means_the_noun_before_it() -> None:
    made = article("Pankov met Vladimir Churkin, who declared that it was over.")
    heard = made.heard
    (found,) = find_attributions(heard)
    assert made.words(found.source) == "Vladimir Churkin"
    (one,) = settle((found,), heard, weigh_sentences(made.document, heard))
    assert one.type is SourceType.NAMED
    assert one.antecedent is None


def test_a_reference_to_nobody_before_has_no_antecedent() -> None:
    assert antecedents("“We go,” he said.") == [None]
    assert resolved((), ()) == ()


def test_who_as_a_source_means_the_noun_before_it() -> None:
    made = article("Pankov met Vladimir Churkin, who let it be known.", "Who let it be known")
    whose = [
        Attribution(one.said.span, Sourcing.NAMED, (), one.said.place(at, at + 1), type=SourceType.REFERENCE)
        for one, at in zip(made.heard, (4, 0), strict=True)
    ]
    known, unknown = resolved(whose, made.heard)
    assert made.words(known.antecedent) == "Vladimir Churkin"
    assert unknown.antecedent is None
