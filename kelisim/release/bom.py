"""`bom.cdx.json`: what a release is made of, in CycloneDX. Short, because it holds no code but our own."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import kelisim
from kelisim.release.archives import Package

#: Libraries that the build runs: none of them is in the output, but their versions decide its bytes.
BUILD_TOOLS = (
    "babel",
    "brotli",
    "coloraide",
    "filelock",
    "jinja2",
    "lightningcss",
    "markdown",
    "minify-go",
    "polib",
    "rich",
    "tree-sitter",
    "tree-sitter-javascript",
    "tree-sitter-toml",
    "zopfli",
)
_MIT = [{"license": {"id": "MIT"}}]


def render_bom(package: Package, digest: str, tools: Mapping[str, str]) -> str:
    """The bill of a release; `digest` says which bytes it is for, `tools` the versions of the libraries by name."""
    released = {
        "type": "application",
        "bom-ref": f"{package.name}@{package.version}",
        "name": package.name,
        "version": package.version,
        "description": f"Consent banner, gate and cookie policy of {package.url}",
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "purl": f"pkg:npm/{package.name.replace('@', '%40')}@{package.version}",
    }
    runtime = {
        **_python_package("kelisim", kelisim.__version__),
        "bom-ref": f"kelisim@{kelisim.__version__}",
        "description": "Browser side of Kelisim, compiled into the scripts; it has no code of third parties",
        "licenses": _MIT,
    }
    document: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        # Named after the bytes: the same release has the same number wherever it is made.
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'sha256:{digest}')}",
        "version": 1,
        "metadata": {
            "component": released,
            "tools": {
                "components": [
                    {**_python_package("kelisim", kelisim.__version__), "type": "application"},
                    *(_python_package(name, tools[name]) for name in sorted(tools)),
                ]
            },
        },
        "components": [runtime],
        "dependencies": [
            {"ref": released["bom-ref"], "dependsOn": [runtime["bom-ref"]]},
            {"ref": runtime["bom-ref"], "dependsOn": []},
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _python_package(name: str, version: str) -> dict[str, Any]:
    return {"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}
