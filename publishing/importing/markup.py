"""Rich text as a person types it into a cell: empty lines between paragraphs, “• ” and “1. ” for lists, **bold**,
__italic__, [words](https://…). What is written here is read back the same."""

import re
from collections.abc import Iterator
from itertools import takewhile

from publishing.importing.richtext import LISTS, Block, Span, tidied

_ITEM = re.compile(r"([ \t]*)([-*•]|\d{1,2}[.)])[ \t]+(?=\S)(.*)\Z")
_HEADING = re.compile(r"(#{2,4})[ \t]+(?=\S)(.*)\Z")
# A line that would be read as something else than running text.
_TELLING = re.compile(r"[ \t]*(?:[-*•][ \t]|\d{1,2}[.)][ \t]|#{2,4}[ \t]|\[(?:chart|text)\])")
_TOKEN = re.compile(
    r"\\(?P<escaped>[^A-Za-z\n])|(?P<stars>\*+)|(?P<lines>_+)"
    r"|\[(?P<words>(?:\\.|[^\[\]\\])*)\]\((?P<link>(?:\\.|[^\s()\\])+)\)"
)
EMPTY_LINE = "\\"


def read(text: str) -> list[Block]:
    """Return the blocks that a cell's text says."""
    found: list[tuple[str, int, list[str]]] = []
    fresh = True
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        item, heading = _ITEM.match(line), _HEADING.match(line)
        if not line.strip():
            fresh = True
            continue
        if item:
            depth = len(item[1].replace("\t", "  ")) // 2
            found.append(("ul" if item[2] in "-*•" else "ol", depth, [item[3]]))
        elif heading:
            found.append((f"h{len(heading[1])}", 0, [heading[2]]))
        elif fresh or not found or found[-1][0].startswith("h"):
            found.append(("p", 0, [line.strip()]))
        else:
            found[-1][2].append("" if line.strip() == EMPTY_LINE else line.strip())
        fresh = False
    return tidied(Block(kind, tuple(_spans("\n".join(lines))), depth) for kind, depth, lines in found)


def write(blocks: list[Block]) -> str:
    """Return blocks as a cell's text."""
    parts: list[str] = []
    numbers: dict[int, int] = {}
    previous: Block | None = None
    for block in tidied(blocks):
        in_list = previous is not None and previous.kind in LISTS and block.kind in LISTS
        if not in_list:
            numbers = {}
        parts.append("" if previous is None else "\n" if in_list else "\n\n")
        parts.append(_mark(block, numbers) + _lines(block))
        previous = block
    return "".join(parts)


def _mark(block: Block, numbers: dict[int, int]) -> str:
    if block.kind not in LISTS:
        return "#" * int(block.kind[1]) + " " if block.kind.startswith("h") else ""
    for depth in [d for d in numbers if d > block.depth]:
        del numbers[depth]
    if block.kind == "ul":
        numbers.pop(block.depth, None)
        return "  " * block.depth + "• "
    numbers[block.depth] = numbers.get(block.depth, 0) % 99 + 1
    return "  " * block.depth + f"{numbers[block.depth]}. "


def _lines(block: Block) -> str:
    lines = _styled(block).split("\n")
    return "\n".join(line_escaped(line) if line else EMPTY_LINE for line in lines)


def line_escaped(line: str) -> str:
    """Return a line of running text so that its beginning is not read as a list's or a heading's."""
    return f"\\{line}" if _TELLING.match(line) else line


def _styled(block: Block) -> str:
    linkish = "](" in block.text
    text: list[str] = []
    open_styles: list[str] = []
    for span in block.spans:
        wanted = ["**"] * span.bold + ["__"] * span.italic
        if span.link:
            inner = "".join(wanted) + escaped(span.text, brackets=True) + "".join(reversed(wanted))
            text += [*reversed(open_styles), f"[{inner}]({_link_escaped(span.link)})"]
            open_styles = []
            continue
        pairs = zip(open_styles, wanted, strict=False)
        shared = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
        text += [*reversed(open_styles[shared:]), *wanted[shared:]]
        open_styles = wanted
        text.append(escaped(span.text, brackets=linkish))
    return "".join([*text, *reversed(open_styles)])


def escaped(text: str, *, brackets: bool = False) -> str:
    """Return text in which signs stand for themselves."""
    signs: list[str] = []
    for n, sign in enumerate(text):
        beside = (text[n - 1] if n else sign, text[n + 1] if n + 1 < len(text) else sign)
        special = (
            sign == "\\"
            or (sign in "*_" and (sign in beside or "\n" in beside))
            or (brackets and sign in "[]")
        )
        signs.append(f"\\{sign}" if special else sign)
    return "".join(signs)


def unescaped(text: str) -> str:
    """Return what `escaped` was given."""
    return re.sub(r"\\([^A-Za-z\n])", r"\1", text)


def _link_escaped(link: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", re.sub(r"\s", "%20", link))


def _spans(text: str, *, link: str = "") -> Iterator[Span]:
    """Yield the words of a block's text in their styles; a sign without its pair stands for itself."""
    tokens = list(_TOKEN.finditer(text))
    waiting = {sign: sum(token[0] == sign for token in tokens) for sign in ("**", "__")}
    on = {"**": False, "__": False}
    place = 0
    for token in tokens:
        yield Span(text[place : token.start()], on["**"], on["__"], link)
        place = token.end()
        if token["escaped"]:
            yield Span(token["escaped"], on["**"], on["__"], link)
        elif token["link"] and not link:
            for span in _spans(token["words"], link=re.sub(r"\\(.)", r"\1", token["link"])):
                yield Span(span.text, span.bold or on["**"], span.italic or on["__"], span.link)
        elif token[0] in on:
            waiting[token[0]] -= 1
            if on[token[0]] or waiting[token[0]]:
                on[token[0]] = not on[token[0]]
            else:
                yield Span(token[0], on["**"], on["__"], link)
        else:
            yield Span(token[0], on["**"], on["__"], link)
    yield Span(text[place:], on["**"], on["__"], link)
