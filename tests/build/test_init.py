"""`kelisim init`: one file to fill in, and a project that builds before anything is filled in."""

import pytest

from kelisim.cli import main
from kelisim.config import parse_site
from kelisim.project import new_site
from kelisim.source import TomlSource


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder as the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder):
    """What lies in a folder: files with their text, everything else by name."""
    return {path: path.read_text("utf-8") if path.is_file() else "" for path in folder.rglob("*")}


def test_a_new_project_is_one_file_and_says_what_comes_next(folder, capsys):
    """The owner is given the file to change and the commands to run, and nothing else."""
    status = main(["init", "shop"])

    assert status == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == ["shop", "shop/site.toml"]
    assert capsys.readouterr().out == (
        "shop/site.toml is written. Next:\n"
        "  1. Open shop/site.toml and put your site's facts in the place of the example's.\n"
        "  2. cd shop\n"
        "  3. kelisim check         what is missing, and where\n"
        "  4. kelisim build         banner and policy in dist/; dist/demo/index.html shows them, "
        "dist/embed.html is the tag\n"
    )


def test_a_new_project_may_be_the_current_folder(folder, capsys):
    """Nobody is sent to the folder that they are in."""
    status = main(["init", "."])

    assert status == 0
    assert "cd " not in capsys.readouterr().out
    assert (folder / "site.toml").is_file()


def test_a_new_project_builds_and_warns_of_what_the_owner_has_to_say(folder, monkeypatch, capsys):
    """With the packaged policy, texts and services the example is a whole site; the operator's facts are missing."""
    main(["init", "shop"])
    monkeypatch.chdir(folder / "shop")
    capsys.readouterr()

    status = main(["build", "--format", "concise"])

    assert status == 0
    assert capsys.readouterr().err == (
        "policy_src/archive: warning[K310]: the policy is a draft, and its page says so: "
        "no version has been published\n"
        "site.toml:33:1: warning[K450]: the operator has no BIN\n"
        "site.toml:34:1: warning[K451]: nobody is named as responsible for organising the processing of personal data\n"
        "site.toml:35:1: warning[K452]: it is not said where personal data are stored\n"
        "4 warnings in 2 files\n"
    )
    assert (folder / "shop/dist/kelisim.js").is_file()
    assert (folder / "shop/dist/policy/kk/index.html").is_file()


def test_files_that_are_already_there_stay(folder):
    """A folder that holds a site's pages can become a project; nothing in it is touched."""
    (folder / "index.html").write_text("<p>", "utf-8")

    status = main(["init", "."])

    assert status == 0
    assert (folder / "index.html").read_text("utf-8") == "<p>"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(
            lambda folder: ((folder / "shop").mkdir(), (folder / "shop/site.toml").write_text("mine", "utf-8")),
            "kelisim: shop/site.toml is there already; choose another folder, or change that file\n",
            id="a project that exists",
        ),
        pytest.param(
            lambda folder: (folder / "shop").write_text("mine", "utf-8"),
            "kelisim: shop is not a folder\n",
            id="a file in the way",
        ),
        pytest.param(
            lambda folder: (folder / "shop").symlink_to("nowhere/at/all"),
            "kelisim: shop is not a folder\n",
            id="a link to nowhere",
        ),
    ],
)
def test_nothing_is_written_over(folder, capsys, make, message):
    """Where something is in the way, it stays as it is, and the command says so and could not run."""
    make(folder)
    before = contents(folder)

    status = main(["init", "shop"])

    assert status == 2
    assert capsys.readouterr().err == message
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("folder_name", "site_id"),
    [
        pytest.param("shop", "shop", id="a folder whose name is an id"),
        pytest.param("Shop-2", "shop-2", id="capitals"),
        pytest.param("my shop", "example", id="a space"),
        pytest.param("дүкен", "example", id="Kazakh letters"),
        pytest.param("release", "example", id="a name that dist/ uses itself"),
    ],
)
def test_the_site_is_called_like_its_folder_where_that_is_an_id(folder_name, site_id):
    """The id is the one thing that can be guessed."""
    text = new_site(folder_name)

    config, problems = parse_site(TomlSource("site.toml", text))

    assert config.id == site_id
    assert problems == []


def test_every_line_of_the_template_that_is_switched_on_is_understood():
    """What stands commented out is right as well: taking the # away gives a site without errors."""
    lines = new_site("shop").splitlines()
    lines.remove('short.kk = "Компания"')
    switched_on = [line.removeprefix("# ") if is_setting(line) else line for line in lines]

    config, problems = parse_site(TomlSource("site.toml", "\n".join(switched_on)))

    assert [str(problem) for problem in problems] == []
    assert config.operator.activity == "microfinance"
    assert config.accepted


def is_setting(line):
    """Whether a comment is a setting that is switched off."""
    words = line.removeprefix("# ")
    return line.startswith("# ") and (
        words.startswith("[") or words.split("=")[0].strip().replace(".", "").isidentifier()
    )
