"""Rights: the statements of a document, whose words its body is, and what does not go together."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.inspection.document import Document
from auditor.inspection.rights.contradictions import Contradiction, find_contradictions
from auditor.inspection.rights.origin import Origin, find_credits, find_origin
from auditor.inspection.rights.parties import house_names
from auditor.inspection.rights.reading import read_statements
from auditor.inspection.rights.statements import Credit, Statement
from auditor.inspection.rights.telling import tell
from auditor.inspection.segments import Segment


@dataclass(frozen=True, slots=True)
class Rights:
    """What the notices of one document say of reuse; empty ``statements`` are unknown, not permission.

    ``reading`` says it in words, one sentence a string; it repeats the page and is no legal advice.
    """

    statements: tuple[Statement, ...]
    credits: tuple[Credit, ...]
    origin: Origin
    contradictions: tuple[Contradiction, ...]
    reading: tuple[str, ...]


def read_rights(document: Document, segments: Sequence[Segment]) -> Rights:
    """What the notices among ``segments``, and the page's own head, say of reuse.

    The same document and segments give the same rights. Time is linear in the text.
    """
    statements = read_statements(document, segments)
    house = house_names(document, segments, statements)
    named = find_credits(segments)
    origin = find_origin(document, segments, house)
    found = find_contradictions(statements, named, origin, house)
    return Rights(statements, named, origin, found, tell(statements, origin, found))
