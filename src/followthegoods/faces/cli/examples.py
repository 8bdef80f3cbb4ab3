"""How commands are typed: the examples that stand below their help."""

from __future__ import annotations

FIRST = (
    "ftg demo                         everything at once, on invented records",
    "ftg new CASE                     a case is a folder",
    "ftg add CASE FILE…               customs records, as they are",
    "ftg find CASE NAME               who is in them",
    "ftg dossier CASE NAME            who supplies them, with what, from where",
)
"""The first steps, below the help of the program."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "look": ("ftg look march.csv", "ftg look unknown.xlsx --draft > my.toml"),
    "add": ("ftg add CASE march.csv april.xlsx", "ftg add CASE dumps --layout my.toml"),
    "find": ('ftg find CASE "part of a name"', "ftg find CASE 7700000000"),
    "dossier": (
        "ftg dossier CASE 7700000000 --event 2022-02-24=Invasion",
        "ftg dossier CASE --goods 8708 --from 2022-01-01 --html parts.html",
    ),
    "rows": ("ftg rows CASE 7700000000 --where origin=KR --where year=2022 --csv kr.csv",),
    "lines": ("ftg lines CASE --code 8708 --from 2022-01-01 --to 2022-03-31",),
    "flows": ("ftg flows CASE 7700000000 --event 2022-02-24=Invasion",),
    "changes": ("ftg changes CASE 7700000000 --event 2022-02-24=Invasion",),
    "diff": ("ftg dossier CASE 7700000000 --json > then.json", "ftg diff CASE then.json now"),
    "judge": (
        'ftg judge CASE 7700000000 "NAME AS WRITTEN" same --why "the register" --preview',
        "ftg judge CASE --undo 3",
    ),
    "screen": ("ftg screen CASE 7700000000", "ftg screen CASE --html screening.html"),
    "claims": ("ftg claims CASE story.txt --published 2024-06-19 --out story.toml",),
    "check": ("ftg check CASE story.toml --html story.html",),
    "note": (
        'ftg note CASE 7700000000 --statement "We sold nothing." --by "a spokesman" '
        "--on 2024-06-17 --source letter",
    ),
    "export": ("ftg export CASE lines --as csv --excel", "ftg export CASE ftm --as ftm"),
    "serve": ("ftg serve CASE",),
}
"""Command -> lines to type."""


def below(lines: tuple[str, ...], title: str) -> str:
    """Lines as they stand below a help: each as it is, none wrapped."""
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])
