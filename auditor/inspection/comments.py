"""Reader comments: number, depth, who is answered."""

from dataclasses import dataclass

from auditor.inspection.document import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """One reader comment.

    ``number`` is the printed or derived place in the thread ("14", its second reply "14.2");
    ``depth`` 0 for a comment, 1 for a reply, and so on; ``parent`` the number answered;
    ``author`` only when printed; ``addressees`` are names the comment opens with ("Tony: NO.").
    """

    span: Span
    number: str
    depth: int
    parent: str | None = None
    author: str | None = None
    addressees: tuple[str, ...] = ()
