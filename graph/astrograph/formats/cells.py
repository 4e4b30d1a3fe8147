"""Write a value into a CSV cell that no spreadsheet will run as a formula."""

STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe(value: object) -> object:
    """Return a value fit for a cell: a text that begins like a formula gets an apostrophe.

    >>> safe("=1+1"), safe("-0.5"), safe("Mir")
    ("'=1+1", "'-0.5", 'Mir')
    """
    if isinstance(value, str) and value.startswith(STARTS):
        return f"'{value}"
    return value
