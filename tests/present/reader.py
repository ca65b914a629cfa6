"""Reads a laid-out formula as a person does, and computes with it: the check that what is printed is what is meant.

Juxtaposition multiplies, a raised node is an exponent, a slash divides the product before it by the one thing after it.
∫ and ∑ are read as their bodies, with the running variable as one more free symbol.
"""

from __future__ import annotations

from typing import Any

from mpmath import mp, mpf

from priorcalc.present.tree import Big, Cases, Fenced, Fraction, Node, Root, Row, Script, Stack, Word, row

Values = dict[str, Any]
PLAIN = {
    "Γ": lambda a, z=None: mp.gamma(a) if z is None else mp.gammainc(a, z),
    "γ": lambda a, z: mp.gammainc(a, 0, z),
    "U": mp.hyperu, "erfc": mp.erfc, "erf": mp.erf, "cosh": mp.cosh, "ln": mp.log, "max": max, "min": min,
}  # fmt: skip
INDEXED = {"K": mp.besselk, "I": mp.besseli, "E": mp.expint}


def read(node: Node, values: Values) -> Any:
    """The number that a formula stands for."""
    return _sum(list(node.items) if isinstance(node, Row) else [node], values)


def _split(items: list[Node], signs: tuple[str, ...]) -> list[tuple[str, list[Node]]]:
    parts: list[tuple[str, list[Node]]] = [("", [])]
    for item in items:
        if isinstance(item, Word) and item.kind == "op" and item.text in signs:
            parts.append((item.text, []))
        else:
            parts[-1][1].append(item)
    return parts


def _sum(items: list[Node], values: Values) -> Any:
    total = mpf(0)
    for sign, part in _split(items, ("+", "−")):
        if part:
            total += (-1 if sign == "−" else 1) * _dotted(part, values)
    return total


def _dotted(items: list[Node], values: Values) -> Any:
    result = mpf(1)
    for _, part in _split(items, ("·",)):
        (_, above), *below = _split(part, ("/",))
        value = _product(above, values)
        for _, divisor in below:
            assert len(divisor) == 1 or _is_call(divisor), divisor
            value /= _product(divisor, values)
        result *= value
    return result


def _is_call(items: list[Node]) -> bool:
    return len(items) == 2 and isinstance(items[1], Fenced)


def _product(items: list[Node], values: Values) -> Any:
    result, k = mpf(1), 0
    while k < len(items):
        item = items[k]
        if isinstance(item, Big) or (isinstance(item, Word) and item.kind == "gap"):
            k += 1
        elif isinstance(item, Word) and item.text == "d" and k + 1 < len(items):
            k += 2  # the differential
        elif _name(item) and k + 1 < len(items) and isinstance(items[k + 1], Fenced):
            result *= _called(item, items[k + 1], values)
            k += 2
        elif k + 1 < len(items) and isinstance(items[k + 1], Word) and items[k + 1].text == "!":
            result *= mp.factorial(_one(item, values))
            k += 2
        else:
            result *= _one(item, values)
            k += 1
    return result


def _name(item: Node) -> str:
    if isinstance(item, Word):
        return item.text if item.text in PLAIN else ""
    if isinstance(item, Script) and isinstance(item.base, Word) and item.base.text in (*INDEXED, "F", "G"):
        return item.base.text
    return ""


def _called(name: Node, brackets: Fenced, values: Values) -> Any:
    inside = list(brackets.inside.items) if isinstance(brackets.inside, Row) else [brackets.inside]
    word = _name(name)
    if word == "G":
        assert isinstance(name, Script)
        (_, argument), (_, (stack,)) = _split(inside, ("|",))
        assert isinstance(stack, Stack)
        above, below = (_list(part, values) for part in (stack.above, stack.below))
        (m, n), _ = (_list(index, values) for index in (name.above, name.below))
        cut, low = int(n), int(m)
        return mp.meijerg([above[:cut], above[cut:]], [below[:low], below[low:]], _sum(argument, values))
    if word == "F":
        first, second, z = ([*_list(row(*part), values)] for _, part in _split(inside, (";",)))
        return mp.hyper(first, second, z[0])
    arguments = _list(brackets.inside, values)
    if isinstance(name, Script):
        return INDEXED[word](read(name.below, values), *arguments)
    return PLAIN[word](*arguments)


def _list(node: Node, values: Values) -> list[Any]:
    items = list(node.items) if isinstance(node, Row) else [node]
    if items == [Word("–", "op")]:
        return []
    return [_sum(part, values) for _, part in _split(items, (",",))]


def _one(node: Node, values: Values) -> Any:
    match node:
        case Word(text=text, kind="num"):
            return mpf(text)
        case Word(text="π"):
            return +mp.pi
        case Word(text="e"):
            return +mp.e
        case Word(text="i"):
            return mp.mpc(0, 1)
        case Word(text=text):
            return values[text]
        case Row():
            return read(node, values)
        case Fraction(above=above, below=below):
            return read(above, values) / read(below, values)
        case Root(inside=inside):
            return mp.sqrt(read(inside, values))
        case Fenced(inside=inside, left="|", right="|"):
            return abs(read(inside, values))
        case Fenced(inside=Stack(above=above, below=below)):
            return mp.binomial(read(above, values), read(below, values))
        case Fenced(inside=inside):
            return read(inside, values)
        case Script(base=Word(text="1"), below=Row(items=items)):
            (_, left), (_, right) = _split(list(items), (">",))
            return mpf(_sum(left, values) > _sum(right, values))
        case Script(base=Word(text=text), below=Word(kind="num", text=index), above=None):
            return values[f"{text}_{index}"]
        case Script(base=Fenced(left=""), below=Row()):
            return read(node.base, values | {"s": mpf(1)})
        case Script(base=base, above=above, below=None) if above is not None:
            return _power(base, read(above, values), values)
        case Cases(rows=rows):
            return next(read(value, values) for value, condition in rows if _holds(condition, values))
    raise AssertionError(node)


def _power(base: Node, exponent: Any, values: Values) -> Any:
    if isinstance(base, Row) and len(base.items) == 2 and _name(base.items[0]):
        return _called(base.items[0], base.items[1], values) ** exponent
    return _one(base, values) ** exponent


def _holds(condition: Node, values: Values) -> bool:
    if condition == Word("otherwise", "fn"):
        return True
    assert isinstance(condition, Row)
    for _, part in _split(list(condition.items), (",",)):
        ((_, left), (sign, right)) = _split(part, ("<", ">", "≤", "≥"))
        a, b = _sum(left, values), _sum(right, values)
        if not {"<": a < b, ">": a > b, "≤": a <= b, "≥": a >= b}[sign]:
            return False
    return True
