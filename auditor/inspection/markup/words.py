"""White space as a browser shows it."""


def collapsed(words: str) -> str:
    """``words`` with runs of ASCII white space as one blank; ends stripped.

    A run of n blanks takes log n passes, each over half of what it was.
    """
    plain = words.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ").strip()
    while "  " in plain:
        plain = plain.replace("  ", " ")
    return plain
