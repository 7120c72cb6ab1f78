"""Spelling of every text of a workspace, asked of hunspell: the one check that needs a program from outside.

Hunspell and its dictionaries are never needed for a build. Each language with a list `translations/words.<lang>.txt` is
checked; of the others those that there is a dictionary for.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kelisim.i18n.checking import entry_problem, source_problem
from kelisim.i18n.po import PoEntry, PoFile
from kelisim.i18n.templates import Text
from kelisim.i18n.workspace import Workspace
from kelisim.lint.faults import Fault
from kelisim.lint.spelling import spelling_faults, words_of
from kelisim.problems import Problem

#: What hunspell's pipe mode answers for words that it knows: found, by an ending, as a compound.
_KNOWN = ("*", "+", "-")


class SpellingUnavailable(Exception):
    """Hunspell or a dictionary is missing; the text says which, and how it is put there."""


@dataclass(frozen=True)
class Written:
    """A wording of a text, and how a fault of it is told at its place."""

    language: str
    form: str
    told: Callable[[Fault], Problem]


def check_spelling(
    workspace: Workspace, languages: Iterable[str], domains: Collection[str]
) -> tuple[list[Problem], list[str]]:
    """The misspelt words of the texts in these languages, and the languages that no dictionary is there for."""
    installed = dictionaries()
    problems: list[Problem] = []
    skipped: list[str] = []
    for language in languages:
        dictionary = _dictionary(language, installed)
        if not dictionary and language in workspace.word_lists:
            raise SpellingUnavailable(
                f"there is no hunspell dictionary for {language}; on Debian: apt-get install hunspell-{language}"
            )
        if not dictionary:
            skipped.append(language)
            continue
        problems += _misspelt(workspace, language, dictionary, domains)
    return problems, skipped


def _misspelt(workspace: Workspace, language: str, dictionary: str, domains: Collection[str]) -> Iterator[Problem]:
    style = workspace.rules.style(language)
    texts = list(written(workspace, language, domains))
    words = {match[0] for text in texts for match in words_of(text.form, style)}
    unknown = unknown_words(words, dictionary)
    reviewed = workspace.word_lists.get(language, frozenset())
    for text in texts:
        yield from map(text.told, spelling_faults(text.form, style, unknown, reviewed))


def written(workspace: Workspace, language: str, domains: Collection[str]) -> Iterator[Written]:
    """Everything that is written in a language: in its catalogs, and in the sources that are written in it."""
    for name in domains:
        domain = workspace.domains[name]
        if domain.language == language:
            for text in domain.texts.values():
                for form in text.original.forms:
                    yield Written(language, form, _at_source(text, form))
        elif file := workspace.files.get((language, name)):
            for entry in file.entries:
                for number, form in enumerate(entry.forms if entry.id in domain.texts else ()):
                    yield Written(language, form, _at_entry(file, entry, number))


def _at_source(text: Text, form: str) -> Callable[[Fault], Problem]:
    return lambda fault: source_problem(text, form, fault)


def _at_entry(file: PoFile, entry: PoEntry, number: int) -> Callable[[Fault], Problem]:
    return lambda fault: entry_problem(file, entry, number, fault)


def dictionaries() -> Mapping[str, str]:
    """The dictionaries that hunspell finds, by names such as kk_KZ. Raises SpellingUnavailable without hunspell."""
    listing = _hunspell(["-D"], "")
    # It lists paths on the one stream or the other, depending on its version.
    paths = (line.strip() for line in listing.splitlines() if "/" in line and ":" not in line)
    return {Path(path).name: path for path in paths}


def _dictionary(language: str, installed: Mapping[str, str]) -> str:
    """The dictionary of a language: kk is kk_KZ or whatever region comes first."""
    fitting = (name for name in sorted(installed) if name.replace("_", "-").partition("-")[0] == language)
    return next(fitting, "")


def unknown_words(words: Collection[str], dictionary: str) -> frozenset[str]:
    """Those of the words that a dictionary does not know."""
    ordered = sorted(words)
    # "^" keeps hunspell from taking a word for one of its commands.
    answers = _hunspell(["-a", "-i", "utf-8", "-d", dictionary], "".join(f"^{word}\n" for word in ordered))
    blocks = answers.split("\n", 1)[1].split("\n\n") if "\n" in answers else []
    return frozenset(
        word
        for word, block in zip(ordered, blocks, strict=False)
        if not all(line.startswith(_KNOWN) for line in block.splitlines() if line)
    )


def _hunspell(arguments: list[str], told: str) -> str:
    try:
        done = subprocess.run(
            ["hunspell", *arguments], input=told, capture_output=True, check=False, text=True, encoding="utf-8"
        )
    except FileNotFoundError as error:
        raise SpellingUnavailable(
            "spelling is checked with hunspell, which is not installed; on Debian: "
            "apt-get install hunspell hunspell-kk hunspell-ru"
        ) from error
    return done.stdout + (done.stderr if "-D" in arguments else "")
