"""What happens to the sentences of an article: typography, words, order, copies."""

import random
from collections.abc import Callable, Sequence

Paragraph = tuple[tuple[int, str], ...]
"""Sentences with their numbers; what was put in has number -1."""
Chance = random.Random
Edit = Callable[[Sequence[Paragraph], Chance], list[Paragraph]]
STRANGER = "The council of the harbour town will meet again next week to discuss the costs of the bridge."
FILLER = ("harbour", "seven", "mistaken", "Lindqvist", "afterwards", "reported", "larger", "Oduya", "again")


def _each(change: Callable[[str, Chance], str]) -> Edit:
    def edit(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
        return [tuple((n, change(words, chance)) for n, words in one) for one in paragraphs]

    return edit


def _curled(words: str, _: Chance) -> str:
    parts = words.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'").split('"')
    return "".join(
        part + ("“" if at % 2 == 0 else "”") * (at < len(parts) - 1) for at, part in enumerate(parts)
    )


def _straight(words: str, _: Chance) -> str:
    return words.translate(str.maketrans("“”„‘’‚", "\"\"\"'''"))


def _dashed(words: str, _: Chance) -> str:
    return words.replace("–", "-").replace("—", "–")


def _spaced(words: str, chance: Chance) -> str:
    return "".join(chance.choice((" ", "  ", "\u00a0", "\n")) if char == " " else char for char in words)


def _cased(words: str, chance: Chance) -> str:
    parts = words.split(" ")
    at = chance.randrange(len(parts))
    return " ".join([*parts[:at], parts[at].upper(), *parts[at + 1 :]])


def _emoji(words: str, chance: Chance) -> str:
    parts = words.split(" ")
    parts.insert(chance.randint(0, len(parts)), chance.choice(("🙂", "🚀", "❤️", "👍🏽", "🇩🇪")))
    return " ".join(parts)


def _inserted(paragraphs: Sequence[Paragraph], _: Chance) -> list[Paragraph]:
    return [((-1, STRANGER),), *paragraphs]


def _one_in_twenty(words: str, chance: Chance) -> str:
    return " ".join(chance.choice(FILLER) if chance.random() < 0.05 else word for word in words.split(" "))


def _replaced(words: str, chance: Chance) -> str:
    """One word in twenty is another word; at least one is."""
    parts = words.split(" ")
    for at in chance.sample(range(len(parts)), max(1, round(len(parts) / 20))):
        parts[at] = chance.choice([word for word in FILLER if word != parts[at]])
    return " ".join(parts)


def _dropped(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    return [one for one in paragraphs if chance.random() > 0.2]


def _shuffled(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    return chance.sample(list(paragraphs), len(paragraphs))


def _swapped(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    """A third of the sentences stands somewhere else in their paragraph's stead; another third is gone."""
    kept = [list(one) for one in _dropped(paragraphs, chance)]
    for one in kept:
        chance.shuffle(one)
    return [tuple(one) for one in kept]


def _twins(paragraphs: Sequence[Paragraph], chance: Chance) -> list[Paragraph]:
    """Every fifth paragraph comes twice, the copy under another sentence: a copy is another place."""
    found: list[Paragraph] = []
    for one in paragraphs:
        found.append(one)
        if chance.random() < 0.2:
            found.insert(
                chance.randint(0, len(found) - 1), ((-1, STRANGER), *((-1, words) for _, words in one))
            )
    return found


UNCHANGED, SILENT, CHANGED, ADVERSE = "unchanged", "trivial", "5 % of words", "adverse"
EDITS: dict[str, tuple[str, Edit]] = {
    "unchanged": (UNCHANGED, lambda paragraphs, _: list(paragraphs)),
    "quotes made straight": (SILENT, _each(_straight)),
    "quotes made curly": (SILENT, _each(_curled)),
    "dashes": (SILENT, _each(_dashed)),
    "white space": (SILENT, _each(_spaced)),
    "case of a word": (SILENT, _each(_cased)),
    "an emoji in each": (SILENT, _each(_emoji)),
    "paragraph above": (SILENT, _inserted),
    "5 % of words": (CHANGED, _each(_one_in_twenty)),
    "5 % of each sentence's words": (CHANGED, _each(_replaced)),
    "fifth of paragraphs gone": (ADVERSE, _dropped),
    "paragraphs shuffled": (ADVERSE, _shuffled),
    "sentences shuffled, fifth gone": (ADVERSE, _swapped),
    "paragraphs copied": (ADVERSE, _twins),
}
