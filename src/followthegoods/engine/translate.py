"""A plan's SQL in the words of Spark: what the two engines say otherwise, and nothing else.

Plans are written for DuckDB. sqlglot knows most of what Spark calls by another name; what it does
not know, or would say so that the answer differs, is rewritten here in the syntax tree. A function
that is not on the list is refused, never guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.parsers.duckdb import DuckDBParser

from followthegoods.errors import BadParameter

FUNCTIONS = frozenset({
    "abs", "any_value", "arg_max", "arg_min", "array", "array_agg", "array_concat",
    "array_contains", "array_distinct", "array_size", "array_sort", "case", "cast", "coalesce",
    "concat_ws", "contains", "count", "dense_rank", "explode", "filter", "flatten",
    "generate_series", "greatest", "if", "lag", "last_day", "least", "left", "length",
    "list_position", "logical_or", "lower_hex", "max", "min", "month", "nullif",
    "percentile_disc", "quarter", "read_parquet", "regexp_like", "regexp_replace", "replace",
    "row_number", "split", "split_part", "starts_with", "struct", "sum", "time_to_str",
    "timestamp_trunc", "transform", "upper", "year",
})  # fmt: skip
"""What plans may call, by sqlglot's names: each was seen to say the same on both engines."""


class Plans(DuckDB):
    """How plans are written: `len` is of a list, and `length` of a text."""

    class Parser(DuckDBParser):
        FUNCTIONS: ClassVar = {**DuckDBParser.FUNCTIONS, "LEN": exp.ArraySize.from_arg_list}


@dataclass(frozen=True)
class Statement:
    """A statement for Spark. `files`: the Parquet files behind the names of tables that it reads,
    as the plan names them."""

    sql: str
    files: dict[str, tuple[str, ...]]


def translate(sql: str) -> Statement:
    """A plan's statement for Spark. Raises `BadParameter` where it holds what is not known."""
    try:
        tree = parsed(sql)
        unknown = sorted(functions_of(tree) - FUNCTIONS)
        if unknown:
            raise untranslated(f"it calls {', '.join(unknown)}")
        files = _name_files(tree)
        for rewrite in _REWRITES:
            tree = _everywhere(tree, rewrite)
        return Statement(tree.sql("spark", unsupported_level=ErrorLevel.RAISE), files)
    except SqlglotError as error:
        raise untranslated(str(error).splitlines()[0]) from error


def parsed(sql: str) -> exp.Expr:
    """The syntax tree of a plan's statement."""
    return sqlglot.parse_one(sql, read=Plans)


def untranslated(why: str) -> BadParameter:
    """The error for a question that Spark cannot be asked."""
    return BadParameter(
        f"This question cannot be asked of Spark: {why}.",
        do="Ask the engine that comes with ftg: --engine duckdb, or unset FTG_ENGINE.",
    )


def functions_of(tree: exp.Expr) -> set[str]:
    """The names of the functions in a syntax tree, as sqlglot knows them; of those it does not
    know, as they are written."""
    unknown = {node.name.lower() for node in tree.walk() if isinstance(node, exp.Anonymous)}
    known = {
        node.sql_name().lower()
        for node in tree.walk()
        if isinstance(node, exp.Func) and not isinstance(node, exp.Connector)
    }
    return unknown | known - {"anonymous"}


def _name_files(tree: exp.Expr) -> dict[str, tuple[str, ...]]:
    """Put a table's name in the place of every read of Parquet files; the names with the files."""
    named: dict[str, tuple[str, ...]] = {}
    for read in list(tree.find_all(exp.ReadParquet)):
        files = tuple(literal.name for literal in read.find_all(exp.Literal))
        name = f"lake_{hashlib.sha256(repr(files).encode()).hexdigest()[:16]}"
        named[name] = files
        read.replace(exp.to_identifier(name))
    return named


# -- rewrites: each takes a node and gives it, or another in its place


def _everywhere(tree: exp.Expr, rewrite: Callable[[exp.Expr], exp.Expr]) -> exp.Expr:
    """Rewrite every node, those inside another before it."""
    for node in reversed(list(tree.walk())):
        new = rewrite(node)
        if new is not node:
            tree = new if node is tree else tree
            node.replace(new)
    return tree


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _or_empty(values: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=values, expressions=[exp.Array()])


def _star(node: exp.Expr) -> exp.Expr:
    """`* REPLACE (x AS a)`: Spark leaves columns out, and takes others in behind them."""
    if not isinstance(node, exp.Select):
        return node
    columns: list[exp.Expr] = []
    for column in node.expressions:
        columns.append(column)
        star = column.this if isinstance(column, exp.Column) else column
        if isinstance(star, exp.Star) and star.args.get("replace"):
            new = star.args["replace"]
            left_out = [exp.column(alias.alias) for alias in new]
            star.set("except_", [*(star.args.get("except_") or ()), *left_out])
            star.set("replace", None)
            columns += new
    node.set("expressions", columns)
    return node


def _unnested(node: exp.Expr) -> exp.Expr:
    """Lists unnested side by side: Spark has one generator a SELECT, here of the lists zipped."""
    if not isinstance(node, exp.Select):
        return node
    several = [
        column
        for column in node.expressions
        if isinstance(column, exp.Alias) and isinstance(column.this, exp.Explode)
    ]
    if len(several) < 2:
        return node
    zipped = _call("ARRAYS_ZIP", *(_or_empty(column.this.this) for column in several))
    names = [exp.to_identifier(column.alias) for column in several]
    inline = exp.Aliases(this=_call("INLINE", zipped), expressions=names)
    others = [column for column in node.expressions if not any(column is one for one in several)]
    node.set("expressions", [*others, inline])
    return node


def _joined(node: exp.Expr) -> exp.Expr:
    """`list_concat` passes over a list that is NULL."""
    if not isinstance(node, exp.ArrayConcat):
        return node
    return _call("CONCAT", *map(_or_empty, (node.this, *node.expressions)))


def _gathered(node: exp.Expr) -> exp.Expr:
    """`list(x ORDER BY y) FILTER (z)`, which keeps what is NULL, and of no row is NULL itself.

    Spark gathers in no order and leaves NULL out: keys and value are gathered together, then
    sorted. A list for which no order is asked is in none in DuckDB, and no answer shows it so.
    """
    whole, where = node, None
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.ArrayAgg):
        node, where = node.this, node.expression
    if not isinstance(node, exp.ArrayAgg) or (where is None and _filtered(node)):
        return whole
    value, distinct = node.this, isinstance(node.this, exp.Distinct)
    keys = value.expressions if isinstance(value, exp.Order) else []
    value = value.expressions[0] if distinct else value.this if keys else value
    parts = [part for place, key in enumerate(keys) for part in _sort_key(place, key)]
    pair: exp.Expr = exp.Struct(expressions=[*parts, exp.alias_(value, "v")])
    gathered = _call("COLLECT_LIST", exp.Distinct(expressions=[pair]) if distinct else pair)
    if where is not None:
        gathered = exp.Filter(this=gathered, expression=where)
    some = exp.GT(this=_call("SIZE", gathered), expression=exp.Literal.number(0))
    values = exp.Lambda(
        this=exp.Dot(this=exp.column("s"), expression=exp.to_identifier("v")),
        expressions=[exp.to_identifier("s")],
    )
    falling = [place for place, key in enumerate(keys) if key.args.get("desc")]
    order = [_falling(len(keys), falling)] if falling else []
    listed = _call("TRANSFORM", _call("ARRAY_SORT", gathered.copy(), *order), values)
    return exp.Case(ifs=[exp.If(this=some, true=listed)])


def _sort_key(place: int, key: exp.Expr) -> list[exp.Expr]:
    """A key, and before it whether it is NULL, which is last in either order."""
    if key.args.get("nulls_first"):
        raise untranslated("it lists what is empty first")
    empty = exp.Is(this=exp.Paren(this=key.this.copy()), expression=exp.Null())
    return [exp.alias_(empty, f"n{place}"), exp.alias_(key.this, f"k{place}")]


def _falling(keys: int, falling: list[int]) -> exp.Expr:
    """What tells the order of two, `a` and `b`, where some of the keys fall."""
    whens = []
    for place in range(keys):
        after, before = ("<", ">") if place in falling else (">", "<")
        whens.append(f"WHEN a.n{place} <> b.n{place} THEN IF(a.n{place}, 1, -1)")
        whens += [f"WHEN a.k{place} {sign} b.k{place} THEN {order}"
                  for sign, order in ((after, 1), (before, -1))]  # fmt: skip
    call = sqlglot.parse_one(f"F((a, b) -> CASE {' '.join(whens)} ELSE 0 END)", read="spark")
    order: exp.Expr = call.expressions[0]
    return order


def _filtered(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.Filter) and node.arg_key == "this"


def _said_otherwise(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_position":
        found = _call("ARRAY_POSITION", *node.expressions)
        return exp.Nullif(this=found, expression=exp.Literal.number(0))
    rewrite = _CALLS.get(type(node))
    return rewrite(node) if rewrite else node


def _one_or_some(node: exp.Expr) -> exp.Expr:
    """`list[2]`, which is NULL where there is none, and `list[:20]`, the first ones."""
    (at,) = node.expressions
    if not isinstance(at, exp.Slice):
        return _call("GET", node.this, at)
    if at.this is not None or at.expression is None:
        raise untranslated("it cuts a list elsewhere than at its end")
    return _call("SLICE", node.this, exp.Literal.number(1), at.expression)


def _quantile(node: exp.Expr) -> exp.Expr:
    """A value that is there, the first with so many at or below it. Spark gives a binary number
    whatever it is asked of: plans ask it of such only."""
    ordered = exp.Order(expressions=[exp.Ordered(this=node.this)])
    share = _call("PERCENTILE_DISC", node.expression)
    return exp.WithinGroup(this=share, expression=ordered)


_CAPITALS = (
    *((0xDF, 0xDF, 7615), (0x149, 0x149, 0), (0x19B, 0x19B, 0), (0x1F0, 0x1F0, 0)),
    *((0x264, 0x264, 0), (0x390, 0x390, 0), (0x3B0, 0x3B0, 0), (0x587, 0x587, 0)),
    *((0x1C8A, 0x1C8A, 0), (0x1E96, 0x1E9A, 0), (0x1F50, 0x1F50, 0), (0x1F52, 0x1F52, 0)),
    *((0x1F54, 0x1F54, 0), (0x1F56, 0x1F56, 0), (0x1F80, 0x1F87, 8), (0x1F88, 0x1F8F, 0)),
    *((0x1F90, 0x1F97, 8), (0x1F98, 0x1F9F, 0), (0x1FA0, 0x1FA7, 8), (0x1FA8, 0x1FAF, 0)),
    *((0x1FB2, 0x1FB2, 0), (0x1FB3, 0x1FB3, 9), (0x1FB4, 0x1FB4, 0), (0x1FB6, 0x1FB7, 0)),
    *((0x1FBC, 0x1FBC, 0), (0x1FC2, 0x1FC2, 0), (0x1FC3, 0x1FC3, 9), (0x1FC4, 0x1FC4, 0)),
    *((0x1FC6, 0x1FC7, 0), (0x1FCC, 0x1FCC, 0), (0x1FD2, 0x1FD3, 0), (0x1FD6, 0x1FD7, 0)),
    *((0x1FE2, 0x1FE4, 0), (0x1FE6, 0x1FE7, 0), (0x1FF2, 0x1FF2, 0), (0x1FF3, 0x1FF3, 9)),
    *((0x1FF4, 0x1FF4, 0), (0x1FF6, 0x1FF7, 0), (0x1FFC, 0x1FFC, 0), (0xA7CD, 0xA7CD, 0)),
    *((0xA7CF, 0xA7CF, 0), (0xA7D3, 0xA7D3, 0), (0xA7D5, 0xA7D5, 0), (0xA7DB, 0xA7DB, 0)),
    *((0xFB00, 0xFB06, 0), (0xFB13, 0xFB17, 0), (0x10D70, 0x10D85, 0), (0x16EBB, 0x16ED3, 0)),
)
"""Letters, from first to last, that the engines put in capitals differently, and how far off the
capital is in DuckDB: there a letter becomes one letter or stays as it is, in Spark ß becomes SS;
and Spark knows letters of a newer Unicode."""

_RARE = "".join(chr(n) for first, last, _ in _CAPITALS for n in range(first, last + 1))
_RARE_CAPITALS = "".join(
    chr(n + shift) for first, last, shift in _CAPITALS for n in range(first, last + 1)
)
_STAND_INS = "".join(chr(0x10F000 + n) for n in range(len(_RARE)))
"""Letters for nobody's use, which have no capitals."""


def _upper(node: exp.Expr) -> exp.Expr:
    rare, apart, capitals = map(exp.Literal.string, (_RARE, _STAND_INS, _RARE_CAPITALS))
    upper = _call("UPPER", _call("TRANSLATE", node.this, rare, apart))
    return _call("TRANSLATE", upper, apart.copy(), capitals)


_CALLS: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.ArrayContains: lambda node: _call(
        "ARRAY_CONTAINS", _call("ARRAY_COMPACT", node.this), node.expression
    ),
    exp.ArrayDistinct: lambda node: _call("ARRAY_COMPACT", _call("ARRAY_DISTINCT", node.this)),
    exp.Flatten: lambda node: _call("FLATTEN", _call("ARRAY_COMPACT", node.this)),
    exp.Bracket: _one_or_some,
    exp.ArraySize: lambda node: _call("ARRAY_SIZE", node.this),
    exp.Upper: _upper,
    exp.PercentileDisc: _quantile,
}
"""Functions that say something else of what is NULL, out of range, or of rare letters."""

_REWRITES = (_star, _unnested, _joined, _gathered, _said_otherwise)
