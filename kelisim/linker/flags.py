"""Folds code under the flags of a site: what a flag rules out is gone, names in it are mentioned no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kelisim.linker.pieces import Branching, Code, FlatCode, FlatPiece, Name

Flags = Mapping[str, bool]

BRACKETS = {"array": ("[", "]"), "object": ("{", "}"), "arguments": ("(", ")")}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Folded code; `truth` is what it comes to as a condition, where that is known.

    A constant is `true` or `false` itself. Other code of known truth must still run unless it is droppable.
    """

    code: FlatCode
    truth: bool | None = None
    constant: bool = False
    droppable: bool = False
    ends: bool = False

    @property
    def decided(self) -> bool:
        """Whether the truth is known and nothing is lost by not asking."""
        return self.truth is not None and self.droppable


def fold_code(code: Code, flags: Flags) -> FlatCode:
    """The code as it is under these flags."""
    flat: list[FlatPiece] = []
    for piece in code:
        if isinstance(piece, Branching):
            flat += _fold(piece, flags).code
        elif isinstance(piece, Name) and piece.text in flags:
            value = "true" if flags[piece.text] else "false"
            flat.append(f"{piece.text}:{value}" if piece.shorthand else value)
        else:
            flat.append(piece)
    return tuple(flat)


def _constant(truth: bool) -> _Outcome:
    return _Outcome(("true" if truth else "false",), truth, constant=True, droppable=True)


def _fold_part(branching: Branching, position: int, flags: Flags, as_test: bool = False) -> _Outcome:
    """Fold one part; `as_test`: only the truth of its value matters."""
    code = branching.parts[position]
    droppable = position < len(branching.droppable) and branching.droppable[position]
    if len(code) == 1:
        [piece] = code
        if isinstance(piece, Branching):
            return _fold(piece, flags, as_test)
        if isinstance(piece, Name) and piece.text in flags:
            return _constant(flags[piece.text])
    return _Outcome(fold_code(code, flags), droppable=droppable)


def _fold(branching: Branching, flags: Flags, as_test: bool = False) -> _Outcome:
    match branching.kind:
        case "group":
            return _group(_fold_part(branching, 0, flags, as_test))
        case "not":
            return _not(_fold_part(branching, 0, flags, as_test=True))
        case "statement":
            inner = _fold_part(branching, 0, flags, as_test=True)
            return _Outcome((";",) if inner.droppable else ("{", *inner.code, ";}"))
        case "and" | "or":
            return _logical(branching, flags, as_test)
        case "conditional":
            return _conditional(branching, flags, as_test)
        case "if":
            return _if(branching, flags)
        case "block":
            return _block(branching, flags)
        case "array" | "object" | "arguments":
            members = [code for part in branching.parts if (code := fold_code(part, flags))]
            opening, closing = BRACKETS[branching.kind]
            return _Outcome((opening, *_joined(members, ","), closing))
        case "spread-array" | "spread-object":
            return _spread(branching, flags)


def _group(inner: _Outcome) -> _Outcome:
    if inner.constant:
        return inner
    return _Outcome(("(", *inner.code, ")"), inner.truth, droppable=inner.droppable)


def _not(inner: _Outcome) -> _Outcome:
    if inner.decided:
        return _constant(not inner.truth)
    truth = None if inner.truth is None else not inner.truth
    return _Outcome(("!", *inner.code), truth, droppable=inner.droppable)


def _logical(branching: Branching, flags: Flags, as_test: bool) -> _Outcome:
    decisive = branching.kind == "or"  # the truth of the left side with which the right side is never asked
    left = _fold_part(branching, 0, flags, as_test)
    if left.truth is decisive:
        return left
    right = _fold_part(branching, 1, flags, as_test)
    if left.decided:
        return _group(right)
    if right.constant and right.truth is not decisive and as_test:
        return left
    truth = right.truth if right.truth is decisive or left.truth is not None else None
    # The minifier would take `x && true` for x, and `x && y() || true` for true; see `shielding`.
    right_code = ("(0,", *right.code, ")") if right.constant else right.code
    operator = "||" if decisive else "&&"
    return _Outcome((*left.code, operator, *right_code), truth, droppable=left.droppable and right.droppable)


def _conditional(branching: Branching, flags: Flags, as_test: bool) -> _Outcome:
    test = _fold_part(branching, 0, flags, as_test=True)
    if test.truth is None:
        yes, no = (_fold_part(branching, position, flags, as_test) for position in (1, 2))
        droppable = test.droppable and yes.droppable and no.droppable
        return _Outcome((*test.code, " ? ", *yes.code, " : ", *no.code), droppable=droppable)
    taken = _fold_part(branching, 1 if test.truth else 2, flags, as_test)
    if test.decided:
        return _group(taken)
    return _Outcome(("(", *test.code, ",", *taken.code, ")"), taken.truth)


def _if(branching: Branching, flags: Flags) -> _Outcome:
    """Fold an if statement; what is left is in braces, so that it cannot run together with its neighbours."""
    test = _fold_part(branching, 0, flags, as_test=True)
    if test.truth is None:
        yes, no = (fold_code(part, flags) for part in branching.parts[1:])
        otherwise: FlatCode = ("\nelse ", *no) if no else ()
        return _Outcome(("if(", *test.code, ")", *yes, *otherwise), ends=branching.ends[1] and branching.ends[2])
    position = 1 if test.truth else 2
    taken = _fold_part(branching, position, flags)
    asked: FlatCode = () if test.decided else (*test.code, ";")
    ends = branching.ends[position] or taken.ends
    return _Outcome(("{", *asked, *taken.code, "}") if asked or taken.code else (";",), ends=ends)


def _block(branching: Branching, flags: Flags) -> _Outcome:
    """Statements up to the one that ends them, and of those after it what is used before."""
    code: list[FlatPiece] = ["{"]
    ended = False
    for position in range(len(branching.parts)):
        if ended and branching.droppable[position]:
            continue
        statement = _fold_part(branching, position, flags)
        code += ["\n", *statement.code]
        ended = ended or branching.ends[position] or statement.ends
    return _Outcome((*code, "\n}"), ends=ended)


def _spread(branching: Branching, flags: Flags) -> _Outcome:
    test = _fold_part(branching, 0, flags, as_test=True)
    if test.decided:
        return _Outcome(fold_code(branching.parts[1 if test.truth else 2], flags))
    yes, no = (fold_code(part, flags) for part in branching.parts[1:])
    opening, closing = BRACKETS[branching.kind.removeprefix("spread-")]
    return _Outcome(("...(", *test.code, " ? ", opening, *yes, closing, " : ", opening, *no, closing, ")"))


def _joined(members: list[FlatCode], separator: str) -> FlatCode:
    joined: list[FlatPiece] = []
    for member in members:
        joined += [separator, *member] if joined else member
    return tuple(joined)
