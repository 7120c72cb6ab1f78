"""What there is to print of a policy: compiled for every language, and which version of it stands where today."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kelisim.pipeline.checking import check_site
from kelisim.pipeline.results import Sources
from kelisim.pipeline.shared import Shared, load_shared
from kelisim.policy.build import check_policies, compile_policies
from kelisim.policy.compiled import CompiledPolicy
from kelisim.policy.edition import DRAFT
from kelisim.problems import Problem, errors
from kelisim.versions.archive import PublishedVersion
from kelisim.versions.number import FIRST, Version
from kelisim.versions.outputs import Printable, VersionText, text_of_draft
from kelisim.versions.snapshot import Snapshot, take_snapshot, with_history
from kelisim.versions.sources import project_of, with_looks_of
from kelisim.versions.standing import (
    Standing,
    cannot_rebuild,
    check_reprint,
    check_standing,
    editions,
    stand,
    stand_as_edition,
)
from kelisim.views import environment


@dataclass(frozen=True)
class Outlook:
    """What there is to print: the sources as they are, compiled, and which versions are printed of them today.

    `past` holds, compiled as well, the published versions that are printed from their archived sources.
    """

    sources: Sources
    compiled: Mapping[str, CompiledPolicy]
    standing: Standing
    past: Mapping[Version, tuple[Sources, Mapping[str, CompiledPolicy]]]

    @functools.cached_property
    def snapshot(self) -> Snapshot:
        """Text and meaning of the policy as the sources have them now."""
        return _snapshot(self.sources, self.compiled)

    @property
    def text(self) -> VersionText:
        """The sources as comparisons with published versions see them."""
        site = self.sources.site
        shown = editions(self.standing, site.config.languages)
        return text_of_draft(self.standing.name, self.snapshot, Printable(site, self.compiled), shown)

    @property
    def printed(self) -> tuple[Sources, Mapping[str, CompiledPolicy]]:
        """What stands at `policy/<lang>/`."""
        return self.past.get(self.standing.version, (self.sources, self.compiled))


def look_out(sources: Sources, *, edition: bool = False) -> tuple[Outlook | None, list[Problem]]:
    """Compile the policy and see which version it is; none where it cannot be printed for this site.

    With `edition` a published version is one of the text, for many sites: what each of them asks for is its own.
    """
    compiled = compiled_policies(sources)
    problems = check_policies(compiled, sources.site)
    if errors(problems):
        return None, problems
    if sources.archive.newest is None:  # nothing to compare with, and comparing is what costs
        standing = Standing(sources.archive, DRAFT, FIRST)
    elif edition:
        standing = stand_as_edition(sources.archive, _snapshot(sources, compiled).units, sources.today)
    else:
        standing = stand(sources.archive, _snapshot(sources, compiled), sources.today)
    problems += check_standing(standing)
    past = {}
    for version in standing.rebuilt:
        found, faults = _published(version, sources)
        problems += faults
        if found:
            past[version.version] = found
    return (None if errors(problems) else Outlook(sources, compiled, standing, past)), problems


def compiled_policies(sources: Sources) -> dict[str, CompiledPolicy]:
    """The policy compiled for each language of the site: once for all sites."""
    return {language: compiled_policy(sources.shared, language) for language in sources.wordings}


def compiled_policy(shared: Shared, language: str) -> CompiledPolicy:
    """The policy in a language that has been found complete."""

    def make() -> CompiledPolicy:
        if shared.policy is None:
            raise ValueError("there is no policy to compile")
        catalog, _ = shared.catalog(language, "policy")
        return compile_policies(
            shared.policy,
            {language: shared.wording(language)},
            {language: catalog} if catalog else {},
            shared.project.browsers,
            environment(shared.project.banner),
        )[language]

    return shared.memo.get(("policy", language), make)


def _snapshot(sources: Sources, compiled: Mapping[str, CompiledPolicy]) -> Snapshot:
    return take_snapshot(sources.site, compiled, sources.policy.language)


def _published(
    version: PublishedVersion, sources: Sources
) -> tuple[tuple[Sources, Mapping[str, CompiledPolicy]] | None, list[Problem]]:
    """A published version from its own sources, with today's looks. Warnings about it have been said in its day."""
    project = project_of(version, sources.shared.project)
    shared = load_shared(project, sources.today)
    checked = check_site(shared, project.site)
    if checked.sources is None:
        return None, [cannot_rebuild(version, errors(checked.problems))]
    config = with_looks_of(checked.sources.site.config, sources.site.config)
    site = with_history(replace(checked.sources.site, config=config), sources.archive.until(version.version).meanings)
    taken = replace(checked.sources, site=site, shared=replace(shared, archive=sources.archive))
    compiled = compiled_policies(taken)
    faults = errors(check_policies(compiled, site))
    if faults:
        return None, [cannot_rebuild(version, faults)]
    return (taken, compiled), list(check_reprint(version, take_snapshot(site, compiled, taken.policy.language)))
