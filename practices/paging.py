"""Page numbers as visitors send them."""


def page_number(asked: str | None, last: int) -> tuple[int, int]:
    """Return (number of the page to show, status).

    What is not a page of the list (0, -1, 99999, abc) shows the first page under status 404, so that the visitor
    gets a message and a way on, and nobody indexes it.
    """
    if asked in (None, ""):
        return 1, 200
    if asked.isascii() and asked.isdigit() and len(asked) < 7 and 1 <= int(asked) <= last:
        return int(asked), 200
    return 1, 404
