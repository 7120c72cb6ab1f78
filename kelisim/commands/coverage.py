"""`python -m kelisim.commands.coverage`: prints docs/policy-coverage.md for the project in the current folder.

For those who develop the policy; a command of its own because owners of sites have no use for it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kelisim.commands import options
from kelisim.coverage import FACTS_FILE, policy_sentences, read_facts, write_coverage
from kelisim.files import read_project
from kelisim.pipeline import check_project
from kelisim.policy.build import compile_policies
from kelisim.problems import errors
from kelisim.source import TomlSource
from kelisim.views import environment


def main() -> int:
    """Print the page; returns the exit status."""
    project = read_project(Path(options.DEFAULT_SITE))
    sources, problems = check_project(project)
    if sources is None:
        options.report(errors(problems), "text")
        return 1
    catalogs = {language: catalog for (language, domain), catalog in sources.catalogs.items() if domain == "policy"}
    policies = compile_policies(
        sources.policy, sources.wordings, catalogs, project.browsers, environment(project.banner)
    )
    facts = read_facts(TomlSource(FACTS_FILE, Path(FACTS_FILE).read_text("utf-8")))
    sys.stdout.write(write_coverage(facts, policy_sentences(sources.site, sources.registry, policies)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
