"""What speaks for a thread of comments: times of posting, links to answer, headings, names of elements."""

from collections.abc import Sequence
from enum import StrEnum

import re2

from auditor.inspection.document import Block, Document


class Sign(StrEnum):
    """What a short line of a thread is for."""

    TIME = "time"
    ANSWER = "answer"
    TOOL = "tool"
    HEADING = "heading"


_LONGEST = 110  # code points of a line that names a commenter and a time
_SHORT = 60  # of a heading, or of a row of buttons
_MONTH = (
    r"(?:jan|feb|fév|mar|mär|apr|avr|abr|mai|may|jun|juin|jul|juil|aug|aoû|ago|sep|oct|okt|nov|dec|dez|déc|ene|dic|des|"
    r"янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\S{0,8}"
)
_UNIT = (
    r"(?:sec|min|hour|hr|day|week|month|year|yr|sekunde|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an|segundo|hora|"
    r"día|semana|mes|año|time|dag|uke|måned|мин|час|дн|день|недел|месяц|лет|год)\S{0,5}"
)
_YEAR_OR_TIME = r"(?:\d{4}|'\d{2}|\d{1,2}:\d{2}|at |um |à |kl)"
_TIME = re2.compile(
    r"\d{2}[./-]\d{2}[./-]\d{2,4}|(?:^|[^a-z\d])(?:"
    r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)? (?:de |of )?{_MONTH},? (?:de )?{_YEAR_OR_TIME}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? {_YEAR_OR_TIME}|$)"
    rf"|(?:\d{{1,3}}\+?|an?|one) {_UNIT} (?:ago|назад|siden)"
    rf"|(?:vor|il y a|hace|for) (?:\S+ )?(?:\d{{1,3}}|eine[mnr]|un[ae]?|et?n?) {_UNIT}"
    r"|\d{1,3} ?[smhdwy](?: ago)?$"
    r"|(?:yesterday|today|gestern|heute|hier|ayer|hoy|вчера|сегодня|i går),? "
    r"(?:(?:at|um|à|kl\.?|в) )?\d{1,2}[:.h]\d{2}"
    r")"
)
_DIGITS = frozenset("0123456789")
_AGO = frozenset(("ago", "vor", "il", "hace", "siden", "назад"))  # times that print no figure
_ANSWER_WORDS = (
    "reply quote report antworten antwort beantworten zitieren zitat melden répondre citer signaler "
    "alerter responder citar denunciar reportar ответить цитировать пожаловаться svar siter rapporter"
)
_ANSWERS = frozenset(_ANSWER_WORDS.split())
_STANDING_WORDS = (
    "posts messages threads reputation registered joined member beiträge registriert mitglied сообщений"
)
_STANDING = frozenset(_STANDING_WORDS.split())  # of a user
_BUTTON_WORDS = (
    "like likes liked unlike dislike permalink upvote downvote flag share edit this to the comment post "
    "abuse link teilen auf diesen kommentar gefällt mir empfehlen un abus j'aime j’aime partager lien me "
    "gusta compartir нравится liker del"
)
_BUTTONS = _ANSWERS | frozenset(_BUTTON_WORDS.split())
_THREAD_WORDS = (
    "comment comments response responses reply replies reaction reactions discussion conversation "
    "thoughts answer answers kommentar kommentare kommentaren leserkommentare lesermeinungen lesermeinung "
    "leserbriefe leserpost leserreaktionen diskussion meinungen antworten reaktionen commentaire "
    "commentaires réaction réactions réponses réagissez comentario comentarios respuestas комментарий "
    "комментарии комментария комментариев обсуждение ответы ответов kommentarer debatt svar innlegg "
    "reacties"
)
_THREADS = frozenset(_THREAD_WORDS.split())
_BESIDE_WORDS = (
    "reader readers user users all leser alle neueste neue tous toutes les vos los las todos todas one "
    "eine ein un una no und and et y der die des de join the"
)
_BESIDE = frozenset(_BESIDE_WORDS.split())
_FIRST = _STANDING | _BUTTONS | _THREADS | _BESIDE
"""With one of these a line of buttons or a heading begins."""
_ABOUT_WORDS = "to on for zu auf sur à a en к til"
_ABOUT = frozenset(_ABOUT_WORDS.split())
_SIGNS = "()[]{}|·•–—-,.:;!?#»«›‹\"'…+0123456789\u200b"
_OF_COMMENTS = re2.compile(
    r"(?:comment(?:s|[^a-z]|$|aire|entry|item|body|text|list|box)|kommentar|comentario|"
    r"leser(?:brief|post|meinung|reaktion)|reaktion|reactie|reaction|discussion|diskussion|disqus|guestbook|gaestebuch|innlegg|"
    r"(?:^|[-_ ])(?:reply|replies|responses?|forum|threads?)(?:$|[-_ \d]))"
)
_OF_A_POST = re2.compile(
    r"(?:^|[-_ ])(?:(?:block)?post|message|msg|answer|beitrag|antwort|reply)s?(?:$|[-_ \d])"
)
_OF_A_LIST = re2.compile(
    r"(?:^|[ _-])(?:sidebar|side-bar|recent\w*|latest|newest|most|popular|related|recommend\w*|teasers?|"
    r"ticker|live-?blog|site-footer|menu)(?:$|[ _-])"
)
_SAID = ("comment", "kommentar", "comentario", "комментари")
_ASKED_WORDS = (
    "leave post write add submit sign log schreib hinterlass hinzuf einlogg eingelogg anmeld abgeben "
    "anzeigen abbrechen publier laisse ajouter escrib deja skriv остав напи"
)
_ASKED = tuple(_ASKED_WORDS.split())
_SERIAL = re2.compile(r"\d+.*$")
_PASSING = frozenset({"odd", "even", "first", "last", "alt", "clearfix", "row", "active", "media"})


def sign_of(document: Document, block: Block) -> Sign | None:
    """What the line of ``block`` says of a thread, None when it says nothing or is too long."""
    if len(block.span) > _LONGEST:
        return None
    words = document.quote(block.span).lower()
    parts = words.split()
    if not (_DIGITS.isdisjoint(words) and _AGO.isdisjoint(parts)) and _TIME.search(words):
        return Sign.TIME
    return _sign_of_words(parts) if len(words) <= _SHORT else None


def time_in(words: str) -> tuple[int, int] | None:
    """From where to where ``words`` print a time of posting, in code points; None when they do not."""
    found = _TIME.search(words.lower())
    return (found.start(), found.end()) if found else None


def _sign_of_words(parts: Sequence[str]) -> Sign | None:
    """Whether all words of a line are on buttons of a comment, or in the heading of a thread."""
    first = next((word for part in parts if (word := part.strip(_SIGNS))), None)
    if first is not None and first not in _FIRST:
        return None
    said = [word for part in parts if (word := part.strip(_SIGNS))]
    if not said:
        return Sign.ANSWER if len(parts) == 1 and parts[0][0] == "#" else Sign.TOOL
    if said[0] in _STANDING and len(said) <= 2:
        return Sign.ANSWER
    if said[0] in _ANSWERS and ((len(said) > 1 and said[1] in _ABOUT) or _BUTTONS.issuperset(said)):
        return Sign.ANSWER
    if _BUTTONS.issuperset(said):
        return Sign.TOOL if _ANSWERS.isdisjoint(said) else Sign.ANSWER
    about = next((place for place, word in enumerate(said) if word in _ABOUT), len(said))
    heads = not _THREADS.isdisjoint(said[:about]) and (_THREADS | _BESIDE).issuperset(said[:about])
    return Sign.HEADING if heads else None


def invites(words: str) -> bool:
    """Whether a line asks readers to comment."""
    said = words.lower() if len(words) <= _LONGEST else ""
    return any(word in said for word in _SAID) and any(word in said for word in _ASKED)


def names_comments(names: tuple[str, ...]) -> bool:
    """Whether class and id words speak of readers' comments."""
    return _OF_COMMENTS.search(" ".join(names)) is not None


def names_a_post(names: tuple[str, ...]) -> bool:
    """Whether class and id words speak of a post in a forum, which may as well be one of a blog."""
    return _OF_A_POST.search(" ".join(names)) is not None


def names_a_list(names: tuple[str, ...]) -> bool:
    """Whether class and id words speak of a list of other pages or of their comments."""
    return _OF_A_LIST.search(" ".join(names)) is not None


def sort_of(names: tuple[str, ...]) -> str:
    """The first class word that does not merely count, without its number ("comment-5" is "comment-")."""
    return next((_SERIAL.sub("", name) for name in names if name not in _PASSING), "")
