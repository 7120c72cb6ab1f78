"""What only shows when a policy meets a site: forms of names, numbers of what is not printed, lists left empty."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.config import Name
from kelisim.names import form_of
from kelisim.policy.arrangement import Arrangement, PrintedParagraph
from kelisim.policy.compiled import CompiledPolicy, arranged, facts_of
from kelisim.policy.document import Unit
from kelisim.policy.edition import Edition
from kelisim.policy.slots import Slot, cut
from kelisim.policy.values import INFLECTED, NUMBER
from kelisim.problems import Problem, warning
from kelisim.site import Site


def check_site_policy(policy: CompiledPolicy, site: Site, edition: Edition) -> Iterator[Problem]:
    """Yield what keeps this site from printing this policy, and what it would print in doubt."""
    facts = facts_of(site, edition)
    problems, asked = policy.pieces.get(("asked", facts), lambda: _look_through(policy, arranged(policy, facts)))
    yield from problems
    for slot, unit_id in asked.items():
        yield from _check_form(policy, site, slot, unit_id)


def _look_through(policy: CompiledPolicy, arrangement: Arrangement) -> tuple[tuple[Problem, ...], dict[Slot, str]]:
    """What an arrangement cannot print whoever the operator is, and the forms that it needs of the operator's names."""
    units = {unit.id: unit for unit in policy.document.units}
    problems: list[Problem] = []
    asked: dict[Slot, str] = {}
    for unit_id in (policy.document.title.id, *arrangement.units):
        for slot in _slots(policy, unit_id):
            if slot.name.startswith(NUMBER):
                problems += _check_number(slot, units[unit_id], arrangement)
            elif slot.name in INFLECTED and slot.case:
                asked.setdefault(Slot(slot.name, slot.case), unit_id)
    return (*problems, *_check_lists(arrangement, units)), asked


def _slots(policy: CompiledPolicy, unit_id: str) -> list[Slot]:
    phrase = policy.phrases.get(unit_id)
    return [part for part in cut(phrase.text, lambda _: None) if isinstance(part, Slot)] if phrase else []


def _check_number(slot: Slot, unit: Unit, arrangement: Arrangement) -> Iterator[Problem]:
    if slot.name.removeprefix(NUMBER) not in arrangement.numbers:
        yield Problem(
            unit.place_of(f"{{{slot.name}}}"),
            "K327",
            f'"{unit.id}" points at "{slot.name.removeprefix(NUMBER)}", which this site does not print',
            "the number of something that is printed whenever this text is",
            "give this unit the condition of what it points at",
        )


def _check_form(policy: CompiledPolicy, site: Site, slot: Slot, unit_id: str) -> Iterator[Problem]:
    kind = slot.name.removeprefix("operator.")
    names: dict[str, Name] = getattr(site.config.operator, kind)
    name = names[policy.language]
    place = site.config.source.span_of("operator", kind, policy.language)
    key = f"{kind}.{policy.language}"
    try:
        form = form_of(name, slot.case, policy.language)
    except LookupError:
        yield Problem(
            place,
            "K328",
            f'the policy needs {name.text} in the case {slot.case} ("{unit_id}")',
            f"the form as it is written in a sentence: only Kazakh forms are made by rule, {policy.language} has none",
            f'{key} = {{ text = "{name.text}", {slot.case} = "…" }}',
        )
    except ValueError as error:
        yield Problem(
            place,
            "K328",
            f'{name.text} takes no ending ("{unit_id}" wants the case {slot.case}): {error}',
            "a name with an ending of its own",
            f'{key} = {{ text = "{name.text}", {slot.case} = "…" }}',
        )
    else:
        if form.guess:
            yield warning(
                place,
                "K330",
                f"{form.text} is a guess: {form.guess}",
                "how the name is read aloud, in Kazakh letters",
                f'{key} = {{ text = "{name.text}", reading = "…" }}',
            )


def _check_lists(arrangement: Arrangement, units: dict[str, Unit]) -> Iterator[Problem]:
    for section in arrangement.sections:
        for clause in section.clauses:
            for position, part in enumerate(clause.parts):
                last = units[part.units[-1]] if isinstance(part, PrintedParagraph) else None
                alone = clause.parts[position + 1 : position + 2]
                if last and last.text.endswith(":") and (not alone or isinstance(alone[0], PrintedParagraph)):
                    yield Problem(
                        last.place_of(last.text.split()[-1]),
                        "K325",
                        f'"{last.id}" announces a list, and this site has nothing to list',
                        "something in the list below it",
                        "statistics.add in site.toml adds what the site itself collects",
                    )
