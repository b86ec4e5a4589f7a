"""An article's versions, audits, flags and decisions as JSON-LD: schema.org, PROV-O, Web Annotation."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from auditor.models import Article, Audit, Capture, Decision, Passage, QueueItem, Snapshot

CONTEXT = {
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "auditor": "urn:source-auditor:",
}
Node = dict[str, Any]


def as_json(article: Article) -> str:
    """The audits as a JSON-LD document."""
    return json.dumps({"@context": CONTEXT, "@graph": list(_graph(article))}, ensure_ascii=False, indent=1)


def iri(article: Article, kind: str, pk: int) -> str:
    """The name of a row of this article, the same in both files."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{article.key}/{kind}/{pk}')}"


def _graph(article: Article) -> Iterator[Node]:
    yield _drop_empty({
        "@id": iri(article, "article", article.pk),
        "@type": "schema:NewsArticle",
        "schema:name": article.title,
        "schema:url": article.address,
        "schema:publisher": {"@type": "schema:Organization", "schema:name": article.outlet.name},
    })  # fmt: skip
    for capture in article.captures.order_by("pk"):
        yield _capture(article, capture)
    for version in article.snapshots.order_by("revision").select_related("reading"):
        yield from _version(article, version)
    for item in article.queue_items.order_by("pk").select_related("audit"):
        yield from _flag(article, item)


def _capture(article: Article, capture: Capture) -> Node:
    made = iri(article, "version", capture.snapshot_id) if capture.snapshot_id else ""
    return _drop_empty({
        "@id": iri(article, "capture", capture.pk),
        "@type": "prov:Activity",
        "prov:endedAtTime": _time(capture.at),
        "prov:used": {"@id": capture.address},
        "prov:generated": {"@id": made} if made else None,
        "auditor:outcome": capture.outcome,
        "auditor:finding": capture.finding,
        "auditor:code": capture.code,
        "auditor:reason": capture.reason,
    })  # fmt: skip


def _version(article: Article, version: Snapshot) -> Iterator[Node]:
    yield {
        "@id": iri(article, "version", version.pk),
        "@type": ["schema:CreativeWork", "prov:Entity"],
        "prov:specializationOf": {"@id": iri(article, "article", article.pk)},
        "prov:generatedAtTime": _time(version.taken_at),
        "schema:version": version.revision,
        "schema:encodingFormat": version.media_type,
        "schema:sha256": version.payload,
        "schema:text": version.reading.text,
    }
    for audit in version.audits.filter(state=Audit.State.DONE).order_by("pk"):
        yield _audit(article, version, audit)
        yield from (_segment(article, version, audit, one) for one in audit.passages.order_by("ordinal"))


def _audit(article: Article, version: Snapshot, audit: Audit) -> Node:
    return {
        "@id": iri(article, "audit", audit.pk),
        "@type": "prov:Activity",
        "prov:used": {"@id": iri(article, "version", version.pk)},
        "prov:endedAtTime": _time(audit.finished_at) if audit.finished_at else None,
        "auditor:rulebook": audit.rulebook,
        "auditor:precedents": audit.precedents,
        "auditor:incomplete": audit.incomplete,
        "auditor:signals": {"@type": "@json", "@value": audit.signals},
        "auditor:rights": {"@type": "@json", "@value": audit.rights},
    }


def _segment(article: Article, version: Snapshot, audit: Audit, passage: Passage) -> Node:
    target = _target(article, version.pk, passage.start, passage.end)
    words = {
        "auditor:kind": passage.kind,
        "auditor:subkind": passage.subkind,
        "auditor:reason": passage.reason,
    }
    return _annotation(iri(article, "passage", passage.pk), "oa:classifying", target, audit, article) | {
        "oa:hasBody": _drop_empty(
            {**words, "auditor:rules": passage.rules, "auditor:confidence": passage.confidence}
        )
    }


def _flag(article: Article, item: QueueItem) -> Iterator[Node]:
    target = _target(article, item.audit.snapshot_id, item.start, item.end)
    target["oa:hasSelector"].append({
        "@type": "oa:TextQuoteSelector",
        "oa:prefix": item.prefix, "oa:exact": item.quote, "oa:suffix": item.suffix,
    })  # fmt: skip
    name = iri(article, "flag", item.pk)
    body = {"auditor:kind": item.kind, "auditor:state": item.state, "auditor:rules": item.rules}
    yield _annotation(name, "oa:questioning", target, item.audit, article) | {
        "oa:hasBody": {
            **body,
            "auditor:reason": item.reason,
            "auditor:probability": item.probability,
        }
    }
    for decision in Decision.objects.filter(item=item).order_by("pk").select_related("reviewer"):
        yield _decision(article, name, decision)


def _decision(article: Article, flag: str, decision: Decision) -> Node:
    return {
        "@id": iri(article, "decision", decision.pk),
        "@type": "oa:Annotation",
        "oa:motivatedBy": {"@id": "oa:assessing"},
        "oa:hasTarget": {"@id": flag},
        "oa:hasBody": {"auditor:verdict": decision.verdict, "auditor:reason": decision.reason},
        "prov:wasAttributedTo": decision.reviewer.get_username(),
        "prov:generatedAtTime": _time(decision.decided_at),
    }


def _target(article: Article, version: int, start: int, end: int) -> Node:
    """A stretch of a version's text, in code points (Web Annotation counts them so, too)."""
    place = {"@type": "oa:TextPositionSelector", "oa:start": start, "oa:end": end}
    return {"oa:hasSource": {"@id": iri(article, "version", version)}, "oa:hasSelector": [place]}


def _annotation(name: str, why: str, target: Node, audit: Audit, article: Article) -> Node:
    return {
        "@id": name,
        "@type": "oa:Annotation",
        "oa:motivatedBy": {"@id": why},
        "oa:hasTarget": target,
        "prov:wasGeneratedBy": {"@id": iri(article, "audit", audit.pk)},
    }


def _time(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": at.astimezone(UTC).isoformat()}


def _drop_empty(node: Mapping[str, Any]) -> Node:
    return {name: value for name, value in node.items() if value not in ("", None, [])}
