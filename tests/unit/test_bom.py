"""The bill of materials: our own code, the libraries that made the bytes, no time and no machine."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import kelisim
from kelisim.release.archives import Package
from kelisim.release.bom import BUILD_TOOLS, render_bom

ROOT = Path(kelisim.__file__).parent.parent
PACKAGE = Package("@shop/consent", "1.0.0", "https://shop.example.kz/")
DIGEST = "ab" * 32


def made(digest=DIGEST):
    return render_bom(PACKAGE, digest, {"zopfli": "0.4.3", "brotli": "1.2.1"})


def test_a_bill_names_the_release_its_only_part_and_what_built_it():
    """Nothing of third parties is in a release; the tools are named because their versions decide its bytes."""
    bill = json.loads(made())

    assert bill["metadata"]["component"]["purl"] == "pkg:npm/%40shop/consent@1.0.0"
    assert bill["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": DIGEST}]
    assert [(part["name"], part["licenses"]) for part in bill["components"]] == [
        ("kelisim", [{"license": {"id": "MIT"}}])
    ]
    assert [(tool["name"], tool["version"]) for tool in bill["metadata"]["tools"]["components"]] == [
        ("kelisim", kelisim.__version__),
        ("brotli", "1.2.1"),
        ("zopfli", "0.4.3"),
    ]
    assert bill["dependencies"][0] == {"ref": "@shop/consent@1.0.0", "dependsOn": [f"kelisim@{kelisim.__version__}"]}


def test_the_number_of_a_bill_is_that_of_its_bytes():
    """The same release has the same number everywhere, another one another; no time stands in it."""
    bill = json.loads(made())

    assert made() == made()
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert json.loads(made("cd" * 32))["serialNumber"] != bill["serialNumber"]
    assert "timestamp" not in bill["metadata"]


def test_the_tools_are_those_that_the_project_asks_for():
    """A library that is added or dropped is noticed here."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]

    assert sorted(BUILD_TOOLS) == sorted(Requirement(text).name for text in wanted)


def test_a_bill_is_valid_by_the_schema_of_cyclonedx():
    """Scanners that read the format read ours."""
    validation = pytest.importorskip("cyclonedx.validation.json", reason="cyclonedx-python-lib is not installed")
    schema = pytest.importorskip("cyclonedx.schema")
    pytest.importorskip("jsonschema", reason="cyclonedx-python-lib is installed without json-validation")

    fault = validation.JsonStrictValidator(schema.SchemaVersion.V1_6).validate_str(made())

    assert fault is None
