"""Settings: one declared table, read in one place. A bad value stops the program at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from followthegoods.errors import BadSetting


@dataclass(frozen=True)
class Setting:
    """One setting: its environment variable, its default, the pattern a value must match whole."""

    name: str
    variable: str
    default: str
    pattern: str
    doc: str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "memory",
        "FTG_MEMORY",
        "1GB",
        r"[1-9]\d*(MB|GB)",
        "How much memory the engine may use for one job before it spills to disk.",
    ),
    Setting(
        "threads",
        "FTG_THREADS",
        "0",
        r"\d{1,3}",
        "How many threads the engine uses; 0 takes every core.",
    ),
    Setting(
        "engine",
        "FTG_ENGINE",
        "duckdb",
        r"duckdb|spark",
        "What answers questions: duckdb, or spark for records past one machine.",
    ),
    Setting(
        "spark_master",
        "FTG_SPARK_MASTER",
        "",
        r"\S{0,200}",
        "The master of a Spark cluster, as spark://HOST:7077; empty runs Spark on this machine.",
    ),
    Setting(
        "spark_lake",
        "FTG_SPARK_LAKE",
        "",
        r"\S{0,1000}",
        "Where Spark reads the files of the case that is asked: the address that `ftg export --as "
        "lake` wrote to, as s3a://BUCKET/FOLDER; empty: in the case's own folder.",
    ),
    Setting(
        "author",
        "FTG_AUTHOR",
        "",
        r"[^\n]{0,200}",
        "Whose name is written beside judgements and loads; empty writes none.",
    ),
    Setting(
        "token_read",
        "FTG_TOKEN_READ",
        "",
        r"[\s\S]*",
        "The token with which a server's cases may be read; empty gives out none.",
    ),
    Setting(
        "token_write",
        "FTG_TOKEN_WRITE",
        "",
        r"[\s\S]*",
        "The token with which a server's cases may be changed too; empty gives out none.",
    ),
)

TOKENS = ("FTG_TOKEN_READ", "FTG_TOKEN_WRITE")
"""The variables that hold what nobody else may see; a process of a job is not given them."""


@dataclass(frozen=True)
class Settings:
    """The settings in force. `memory` as the engine spells it, `threads` with 0 resolved."""

    memory: str
    threads: int
    author: str
    engine: str = "duckdb"
    spark_master: str = ""
    spark_lake: str = ""
    token_read: str = field(default="", repr=False)
    token_write: str = field(default="", repr=False)


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read every setting from the environment. Raises `BadSetting` for a value it cannot have."""
    environ = os.environ if environ is None else environ
    known = {s.variable for s in SETTINGS}
    for variable in environ:
        if variable.startswith("FTG_") and variable not in known:
            raise BadSetting(
                f"{variable} is not a setting.",
                where="environment",
                do=f"Unset it, or use one of: {', '.join(sorted(known))}.",
            )
    values = {}
    for setting in SETTINGS:
        value = environ.get(setting.variable, setting.default).strip()
        if not re.fullmatch(setting.pattern, value):
            raise BadSetting(
                f"{setting.variable} cannot be {value!r}.",
                where="environment",
                do=f"{setting.doc} The default is {setting.default!r}.",
            )
        values[setting.name] = value
    threads = int(values["threads"]) or os.cpu_count() or 1
    return Settings(
        memory=values["memory"],
        threads=threads,
        author=values["author"],
        engine=values["engine"],
        spark_master=values["spark_master"],
        spark_lake=values["spark_lake"],
        token_read=values["token_read"],
        token_write=values["token_write"],
    )
