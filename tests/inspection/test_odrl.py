"""Rights as an ODRL policy: valid against the Information Model 2.2, and every rule knows its words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auditor.inspection.document import Document
from auditor.inspection.odrl import policy
from auditor.inspection.rights import read_rights
from auditor.inspection.rights.statements import Claim, Condition, Proviso, Statement
from auditor.inspection.tiling import SegmentKind
from tests.inspection.reading import PROSE, page_of, text_of
from tests.inspection.test_rights import rights_of

SEEDS = Path(__file__).parents[2] / "seeds"
NOTICE, PERMIT = SegmentKind.COPYRIGHT_NOTICE, SegmentKind.REPRINT_PERMISSION
# The terms of the core and common vocabulary that we use (ODRL Vocabulary & Expression 2.2).
ACTIONS = {
    "use", "reproduce", "distribute", "print", "derive", "translate", "extract", "modify",
    "attribute", "include", "inform", "obtainConsent", "cc:Notice", "cc:ShareAlike",
}  # fmt: skip
FUNCTIONS = {"attributedParty", "informedParty", "consentingParty"}
OPERANDS, OPERATORS = {"media", "virtualLocation", "purpose"}, {"isAnyOf", "isNoneOf"}
OURS = ("dct:", "prov:")
CONDITIONS = (
    "Subscribers may reprint it unmodified and in its entirety for non-commercial or personal use, with "
    "attribution, if you notify us, under the same licence, online."
)


def seed(number: str) -> tuple[Document, dict[str, Any]]:
    document, segments = text_of(next(SEEDS.glob(f"{number}*.txt")).read_text(encoding="utf-8"))
    made = policy(document, read_rights(document, segments))
    assert made is not None
    return document, made


def of(*pieces: Any) -> dict[str, Any]:
    made = policy(Document("x" * 2000, ()), rights_of(*pieces))
    assert made is not None
    return made


def faults(made: dict[str, Any]) -> list[str]:
    """What the Information Model demands and the policy lacks."""
    rules = [rule for sort in ("permission", "prohibition") for rule in made.get(sort, ())]
    demands = {
        "context": made["@context"][0] == "http://www.w3.org/ns/odrl.jsonld",
        "type": made["@type"] in {"Set", "Offer"},
        "uid": made["uid"].startswith("urn:uuid:"),
        "a policy has at least one rule": bool(rules),
        "a rule of an offer has an assigner": made["@type"] == "Set"
        or all("assigner" in rule for rule in rules),
        "rules have identifiers of their own": len({rule["uid"] for rule in rules}) == len(rules),
        "only a permission has duties": not any("duty" in rule for rule in made.get("prohibition", ())),
    }
    lacking = [demand for demand, met in demands.items() if not met]
    return lacking + [fault for rule in rules for fault in faults_of(rule)]


def faults_of(rule: dict[str, Any]) -> list[str]:
    """What it demands of a rule."""
    known = {"uid", "target", "action", "assigner", "assignee", "constraint", "duty"}
    parties = [rule[key] for key in ("assigner", "assignee") if key in rule]
    demands = {
        "known properties": all(key in known or key.startswith(OURS) for key in rule),
        "an action of the vocabulary": rule["action"] in ACTIONS,
        "a target": "target" in rule,
        "parties with type and identifier": all(map(is_party, parties)),
        "constraints of three parts": all(map(is_constraint, rule.get("constraint", ()))),
        "duties of the vocabulary": all(map(is_duty, rule.get("duty", ()))),
    }
    return [demand for demand, met in demands.items() if not met]


def is_party(party: dict[str, Any]) -> bool:
    return party["@type"] in {"Party", "PartyCollection"} and party["uid"].startswith("urn:uuid:")


def is_constraint(constraint: dict[str, Any]) -> bool:
    if set(constraint) != {"leftOperand", "operator", "rightOperand"} or not constraint["rightOperand"]:
        return False
    return constraint["leftOperand"] in OPERANDS and constraint["operator"] in OPERATORS


def is_duty(duty: dict[str, Any]) -> bool:
    return duty["action"] in ACTIONS and set(duty) <= {"action", "target", *FUNCTIONS}


@pytest.mark.parametrize("number", ["000", "004"])
def test_the_policy_of_a_seed_is_valid(number: str) -> None:
    _, made = seed(number)
    assert faults(made) == []
    assert json.loads(json.dumps(made)) == made


def test_the_check_finds_what_is_wrong() -> None:
    _, made = seed("000")
    rule = made["permission"][0]
    empty = {"leftOperand": "media", "operator": "isAnyOf", "rightOperand": []}
    assert faults({**made, "permission": []}) == ["a policy has at least one rule"]
    assert faults_of(rule | {"action": "cross-post"}) == ["an action of the vocabulary"]
    assert faults_of(rule | {"constraint": [empty]}) == ["constraints of three parts"]
    assert faults_of(rule | {"duty": [{"action": "pay"}]}) == ["duties of the vocabulary"]
    nobody = {key: value for key, value in rule.items() if key != "assigner"}
    assert faults({**made, "permission": [nobody]}) == ["a rule of an offer has an assigner"]


def test_the_first_seed_permits_cross_posting_with_three_duties_and_print_by_consent() -> None:
    _, made = seed("000")
    first = made["permission"][0]
    assert (made["@type"], first["action"]) == ("Offer", "distribute")
    assert first["assigner"]["schema:name"] == "Centre of Research on Globalization"
    assert [duty["action"] for duty in first["duty"]] == ["attribute", "cc:Notice", "include"]
    assert first["constraint"][0]["rightOperand"] == ["community internet sites"]
    printed = next(rule for rule in made["permission"] if rule["action"] == "print")
    assert printed["duty"][-1]["consentingParty"]["schema:email"] == "publications@globalresearch.ca"
    other = made["permission"][-1]
    assert other["target"]["dct:description"] == "others' copyrighted material"
    assert made["dct:subject"]["schema:copyrightYear"] == 2016


def test_every_rule_points_to_its_words_in_code_points() -> None:
    document, made = seed("000")
    for rule in made["permission"]:
        for origin in rule["prov:wasDerivedFrom"]:
            place, quote = origin["oa:hasSelector"]
            start, end = place["oa:start"], place["oa:end"]
            assert document.text[start:end] == quote["oa:exact"]
            assert document.text[:start].endswith(quote["oa:prefix"])
            assert document.text[end:].startswith(quote["oa:suffix"])
            assert origin["oa:hasSource"]["@id"].startswith("ni:///sha-256;")


def test_the_same_rights_have_the_same_identifiers_and_others_have_others() -> None:
    assert seed("000")[1]["uid"] == seed("000")[1]["uid"]
    assert seed("000")[1]["uid"] != seed("004")[1]["uid"]


def test_who_owns_a_text_alone_is_to_be_asked() -> None:
    _, made = seed("004")
    assert {rule["action"] for rule in made["permission"]} == {"distribute", "reproduce", "derive"}
    assert all(rule["duty"][0]["action"] == "obtainConsent" for rule in made["permission"])
    assert made["dct:subject"]["schema:creditText"] == ["Russia Today", "TASS"]


@pytest.mark.parametrize(
    "words",
    ["© 2016 Example", "Republished with permission from Anna Example.", "Under a Creative Commons license."],
)
def test_where_no_rule_is_stated_there_is_no_policy(words: str) -> None:
    assert policy(Document("x" * 200, ()), rights_of((NOTICE, words))) is None


def test_what_is_forbidden_without_exception_is_a_prohibition_and_what_needs_consent_a_duty() -> None:
    made = of(
        (NOTICE, "This may not be reproduced."), (PERMIT, "You may quote it without permission of ours.")
    )
    assert faults(made) == []
    assert (made["@type"], made["prohibition"][0]["action"]) == ("Set", "reproduce")
    assert made["permission"][0]["duty"] == [{"action": "obtainConsent"}]


def test_every_condition_has_its_place_in_the_policy() -> None:
    made = of((
        PERMIT,
        CONDITIONS,
        {"issuer": "Example Post", "url": "https://example.org/ask"},
    ))  # fmt: skip
    assert faults(made) == []
    (permission,) = made["permission"]
    assert [rule["action"] for rule in made["prohibition"]] == ["modify", "extract"]
    assert [duty["action"] for duty in permission["duty"]] == ["attribute", "cc:ShareAlike", "inform"]
    assert permission["duty"][2]["informedParty"]["schema:url"] == "https://example.org/ask"
    assert permission["assignee"]["dct:description"] == "members"
    assert [rule["leftOperand"] for rule in permission["constraint"]] == ["media", "purpose", "purpose"]


def test_a_use_without_a_name_is_use_and_a_party_without_one_is_its_address() -> None:
    made = of((PERMIT, "Permission is hereby granted if you notify us; with attribution."))
    assert made["permission"][0]["action"] == "use"
    assert made["permission"][0]["duty"] == [{"action": "attribute"}, {"action": "inform"}]
    made = of((PERMIT, "For permission to use photos contact a@b.example."))
    assert made["permission"][0]["duty"][0]["consentingParty"]["schema:email"] == "a@b.example"
    assert made["permission"][0]["target"]["dct:description"] == "images"


def test_a_licence_of_the_pages_head_is_derived_from_the_head() -> None:
    head = '<link rel=license href="https://creativecommons.org/licenses/by-nc/4.0/">'
    document, segments = page_of(f"<p>{PROSE}</p>", f'{head}<link rel=canonical href="https://a.example/x">')
    made = policy(document, read_rights(document, segments))
    assert made is not None
    assert faults(made) == []
    rule = made["permission"][0]
    assert rule["target"] == "https://a.example/x"
    assert rule["dct:license"]["@id"] == "https://creativecommons.org/licenses/by-nc/4.0/"
    assert rule["prov:wasDerivedFrom"][0]["dct:description"] == "metadata: license"


def test_every_condition_is_known_to_a_statement() -> None:
    statement = Statement(Claim.GRANT, (), ())
    for condition in Condition:
        assert replace(statement, conditions=(Proviso(condition),)).asks(condition)
