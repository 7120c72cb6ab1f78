"""Folds code under the flags of a site: what a flag rules out is gone, names in it are mentioned no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kelisim.linker.pieces import Branching, Code, FlatCode, FlatPiece, Name

Flags = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Folded code; `truth` is what it comes to as a condition, where that is known.

    A constant is `true` or `false` itself; other code of known truth must still run unless it is pure.
    """

    code: FlatCode
    truth: bool | None = None
    constant: bool = False
    pure: bool = False

    @property
    def decided(self) -> bool:
        """Whether the truth is known and nothing is lost by not asking."""
        return self.truth is not None and (self.constant or self.pure)


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
    return _Outcome(("true" if truth else "false",), truth, constant=True, pure=True)


def _outcome(code: Code, flags: Flags, pure: bool) -> _Outcome:
    """Fold one operand."""
    if len(code) == 1:
        [piece] = code
        if isinstance(piece, Branching):
            return _fold(piece, flags)
        if isinstance(piece, Name) and piece.text in flags:
            return _constant(flags[piece.text])
    return _Outcome(fold_code(code, flags), pure=pure)


def _fold(branching: Branching, flags: Flags) -> _Outcome:
    match branching.kind:
        case "group":
            return _group(_outcome(branching.parts[0], flags, branching.pure[0]))
        case "not":
            return _not(_outcome(branching.parts[0], flags, branching.pure[0]))
        case "statement":
            inner = _outcome(branching.parts[0], flags, pure=False)
            return _Outcome((";",) if inner.constant or inner.pure else (*inner.code, ";"))
        case "and" | "or":
            return _logical(branching, flags)
        case "conditional":
            return _conditional(branching, flags)
        case "if":
            return _if(branching, flags)


def _group(inner: _Outcome) -> _Outcome:
    if inner.constant:
        return inner
    return _Outcome(("(", *inner.code, ")"), inner.truth, pure=inner.pure)


def _not(inner: _Outcome) -> _Outcome:
    if inner.truth is None:
        return _Outcome(("!", *inner.code), pure=inner.pure)
    if inner.decided:
        return _constant(not inner.truth)
    return _Outcome(("!", *inner.code), not inner.truth)


def _logical(branching: Branching, flags: Flags) -> _Outcome:
    decisive = branching.kind == "or"  # the truth of the left side with which the right side is never reached
    left = _outcome(branching.parts[0], flags, branching.pure[0])
    if left.truth is decisive:
        return left
    right = _outcome(branching.parts[1], flags, branching.pure[1])
    if left.decided:
        return _group(right)
    operator = "||" if decisive else "&&"
    truth = right.truth if right.truth is decisive or left.truth is not None else None
    return _Outcome((*left.code, operator, *right.code), truth, pure=left.pure and right.pure)


def _conditional(branching: Branching, flags: Flags) -> _Outcome:
    test = _outcome(branching.parts[0], flags, branching.pure[0])
    if test.truth is None:
        yes, no = (fold_code(part, flags) for part in branching.parts[1:])
        return _Outcome((*test.code, " ? ", *yes, " : ", *no))
    taken = _outcome(branching.parts[1 if test.truth else 2], flags, pure=False)
    if test.decided:
        return _group(taken)
    return _Outcome(("(", *test.code, ",", *taken.code, ")"), taken.truth)


def _if(branching: Branching, flags: Flags) -> _Outcome:
    """Fold an if statement; what is left is in braces, so that it cannot run together with its neighbours."""
    test = _outcome(branching.parts[0], flags, branching.pure[0])
    if test.truth is None:
        yes, no = (fold_code(part, flags) for part in branching.parts[1:])
        otherwise: FlatCode = ("\nelse ", *no) if no else ()
        return _Outcome(("if(", *test.code, ")", *yes, *otherwise))
    taken = fold_code(branching.parts[1 if test.truth else 2], flags)
    if test.decided:
        return _Outcome(("{", *taken, "}") if taken else (";",))
    return _Outcome(("{", *test.code, ";", *taken, "}"))
