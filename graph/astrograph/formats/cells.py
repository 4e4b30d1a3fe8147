"""Make texts of sources safe to show: to a spreadsheet, and to a terminal."""

STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula; the last four are the wide forms."""

_CONTROLS = {*range(32), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_UNSEEN = dict.fromkeys(_CONTROLS | _BIDI, "\N{REPLACEMENT CHARACTER}")


def harmless(text: str) -> str:
    r"""Replace the characters by which a text could take over a terminal or change its direction.

    >>> harmless("Evil\x1b[31mRed").encode("ascii", "replace")
    b'Evil?[31mRed'
    """
    return text.translate(_UNSEEN)


def safe(value: object) -> object:
    """Return a value fit for a cell: a text that begins like a formula gets an apostrophe.

    >>> safe("=1+1"), safe("-0.5"), safe("Mir")
    ("'=1+1", "'-0.5", 'Mir')
    """
    if isinstance(value, str) and value.startswith(STARTS):
        return f"'{value}"
    return value


_PLURALS = {"entity": "entities"}


def counted(number: int, word: str) -> str:
    """Put a number before a word.

    >>> counted(1, "entity"), counted(2, "entity"), counted(0, "claim")
    ('1 entity', '2 entities', '0 claims')
    """
    return f"{number} {word if number == 1 else _PLURALS.get(word, f'{word}s')}"
