"""A plan's SQL in the words of Spark: what the two engines say otherwise, and nothing else.

Plans are written for DuckDB. sqlglot knows most of what Spark calls by another name; what it does
not know, or would say so that the answer differs, is rewritten here in the syntax tree. What is
neither on the list of functions nor on that of syntax is refused, never guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from followthegoods.errors import BadParameter

FUNCTIONS = frozenset(
    """abs any_value arg_max arg_min array array_agg array_concat array_contains array_distinct
    array_filter array_sort case cast coalesce concat_ws contains count datetrunc dense_rank explode
    filter flatten greatest if last_day least left length list_filter logical_or lower_hex max min
    month nullif quarter read_parquet regexp_like regexp_replace replace row_number split_part
    starts_with struct sum time_to_str timestamp_trunc transform upper year""".split()
)
"""What plans may call, by the names of sqlglot: each was seen to say the same on both engines."""


@dataclass(frozen=True)
class Statement:
    """A statement for Spark; `files`: the Parquet files behind the names of tables it reads."""

    sql: str
    files: dict[str, tuple[str, ...]]


def translate(sql: str) -> Statement:
    """A statement of a plan for Spark. Raises `BadParameter` where it says what is not known."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        _refuse_unknown(tree)
        files = _name_files(tree)
        for rewrite in _REWRITES:
            tree = tree.transform(rewrite, copy=False)
        said = tree.sql("spark", unsupported_level=ErrorLevel.RAISE)
    except SqlglotError as error:
        raise untranslated(str(error).splitlines()[0]) from error
    return Statement(said, files)


def untranslated(why: str) -> BadParameter:
    """The error for a question that Spark cannot be asked."""
    return BadParameter(
        f"This question cannot be asked of Spark: {why}.",
        do="Ask it of the embedded engine: --engine duckdb.",
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


def _refuse_unknown(tree: exp.Expr) -> None:
    unknown = sorted(functions_of(tree) - FUNCTIONS)
    if unknown:
        raise untranslated(f"it calls {', '.join(unknown)}")


# -- files


def _name_files(tree: exp.Expr) -> dict[str, tuple[str, ...]]:
    """Replace every read of Parquet files by a table's name; the names with their files."""
    named: dict[str, tuple[str, ...]] = {}
    for read in list(tree.find_all(exp.ReadParquet)):
        files = tuple(literal.name for literal in read.find_all(exp.Literal))
        name = f"lake_{hashlib.sha256(repr(files).encode()).hexdigest()[:16]}"
        named[name] = files
        read.replace(exp.to_identifier(name))
    return named


# -- rewrites: each takes a node and gives it, or another in its place


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _each(variable: str, values: exp.Expr, body: exp.Expr) -> exp.Expr:
    return _call(
        "TRANSFORM", values, exp.Lambda(this=body, expressions=[exp.to_identifier(variable)])
    )


def _or_empty(values: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=values, expressions=[exp.Array()])


def _star(node: exp.Expr) -> exp.Expr:
    """`* REPLACE (x AS a)`: Spark leaves columns out, and takes others in behind them."""
    if not isinstance(node, exp.Select):
        return node
    kept: list[exp.Expr] = []
    for column in node.expressions:
        star = column.this if isinstance(column, exp.Column) else column
        kept.append(column)
        if isinstance(star, exp.Star) and star.args.get("replace"):
            new = star.args["replace"]
            out = [exp.column(alias.alias) for alias in new]
            star.set("except_", [*(star.args.get("except_") or ()), *out])
            star.set("replace", None)
            kept += new
    node.set("expressions", kept)
    return node


def _unnested(node: exp.Expr) -> exp.Expr:
    """Lists unnested side by side: Spark has one generator a SELECT, of the lists zipped."""
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
    kept = [column for column in node.expressions if not any(column is one for one in several)]
    node.set("expressions", [*kept, inline])
    return node


def _joined_lists(node: exp.Expr) -> exp.Expr:
    """`list_concat` passes over what is NULL."""
    if not isinstance(node, exp.ArrayConcat):
        return node
    lists = [node.this, *node.expressions]
    joined = _call(
        "CONCAT", *(one if isinstance(one, exp.Array) else _or_empty(one) for one in lists)
    )
    if any(isinstance(one, exp.Array) for one in lists):
        return joined
    stated = exp.or_(*(one.copy().is_(exp.null()).not_() for one in lists))
    return exp.Case(ifs=[exp.If(this=stated, true=joined)])


def _gathered(node: exp.Expr) -> exp.Expr:
    """`list(x ORDER BY y)`, which keeps what is NULL and is NULL of no row.

    Spark gathers in no order: keys and value are gathered together, and sorted.
    """
    outer = node
    where = None
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.ArrayAgg):
        where, node = node.expression, node.this
    if not isinstance(node, exp.ArrayAgg) or isinstance(node.parent, exp.Filter):
        return outer
    value, keys, distinct = node.this, list[exp.Expr](), False
    if isinstance(value, exp.Order):
        keys = [_ascending(ordered) for ordered in value.expressions]
        value = value.this
    elif isinstance(value, exp.Distinct):
        (value,), distinct = value.expressions, True
    if not keys and not isinstance(outer.parent, exp.Flatten | exp.ArraySort):
        raise untranslated("it gathers a list in no order")
    told = [exp.alias_(key.copy(), f"k{place}") for place, key in enumerate(keys)]
    pair: exp.Expr = exp.Struct(expressions=[*told, exp.alias_(value.copy(), "v")])
    gathered = _call("COLLECT_LIST", exp.Distinct(expressions=[pair]) if distinct else pair)
    if where is not None:
        gathered = exp.Filter(this=gathered, expression=where)
    if keys:
        gathered = _call("ARRAY_SORT", gathered)
    some = exp.GT(this=_call("CARDINALITY", gathered.copy()), expression=exp.Literal.number(0))
    body = exp.Dot(this=exp.column("s"), expression=exp.to_identifier("v"))
    return exp.Case(ifs=[exp.If(this=some, true=_each("s", gathered, body))])


def _ascending(ordered: exp.Expr) -> exp.Expr:
    if ordered.args.get("desc"):
        raise untranslated("it gathers a list in descending order")
    return exp.Expr.this.fget(ordered) if False else ordered.this


def _own_functions(node: exp.Expr) -> exp.Expr:
    """Functions that say something else of what is NULL, out of range, or of rare letters."""
    rewrite = _FUNCTIONS.get(type(node))
    return rewrite(node) if rewrite else node


def _upper(node: exp.Expr) -> exp.Expr:
    """Capitals as DuckDB has them: a letter becomes one letter, or stays. Java's may be two."""
    stay, apart = exp.Literal.string(_RARE), exp.Literal.string(_STAND_INS)
    inner = _call("UPPER", _call("TRANSLATE", node.this, stay, apart))
    return _call("TRANSLATE", inner, apart.copy(), exp.Literal.string(_RARE_CAPITALS))


_RARE, _STAND_INS, _RARE_CAPITALS = "", "", ""

_FUNCTIONS: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.ArrayDistinct: lambda n: _call("ARRAY_COMPACT", _call("ARRAY_DISTINCT", n.this)),
    exp.ArrayContains: lambda n: _call(
        "ARRAY_CONTAINS", _call("ARRAY_COMPACT", n.this), n.expression
    ),
    exp.Bracket: lambda n: _call("GET", n.this, *n.expressions),
    # Plans ask the length of lists only; of a text, Spark says that it is none.
    exp.Length: lambda n: _call("CARDINALITY", n.this),
    exp.Upper: _upper,
}

_REWRITES = (_star, _unnested, _joined_lists, _gathered, _own_functions)


def unknown_functions(sql: Iterable[str]) -> set[str]:
    """The functions in statements that are not on the list."""
    return {
        name
        for one in sql
        for name in functions_of(sqlglot.parse_one(one, read="duckdb")) - FUNCTIONS
    }
