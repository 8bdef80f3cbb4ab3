"""What a job can do to a case: the long ones among the commands that change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from followthegoods.case import Case, Progress

Args = Mapping[str, Any]


def _add(case: Case, args: Args, progress: Progress) -> object:
    added = case.add(args["files"], layout=args.get("layout"), progress=progress)
    return {"added": list(added), "left_out": added.left_out}


def _resolve(case: Case, args: Args, progress: Progress) -> object:
    return case.identity.resolve(progress)


def _settle(case: Case, args: Args, progress: Progress) -> object:
    case.identity.settle(progress)
    return None


def _remove(case: Case, args: Args, progress: Progress) -> object:
    return case.remove(args["source"])


def _relayout(case: Case, args: Args, progress: Progress) -> object:
    return case.relayout(
        args["source"],
        layout=args.get("layout"),
        preview=bool(args.get("preview")),
        progress=progress,
    )


def _add_lists(case: Case, args: Args, progress: Progress) -> object:
    day = args.get("as_of")
    return case.add_lists(
        args["files"],
        authority=args.get("authority"),
        as_of=None if day is None else date.fromisoformat(day),
        layout=args.get("layout"),
    )


def _add_rates(case: Case, args: Args, progress: Progress) -> object:
    (file,) = args["files"]
    return case.add_rates(file, args["currency"], replace=bool(args.get("replace")))


def _remove_rates(case: Case, args: Args, progress: Progress) -> object:
    return case.remove_rates(args["name"])


def _add_ownership(case: Case, args: Args, progress: Progress) -> object:
    (file,) = args["files"]
    return case.add_ownership(file)


def _remove_ownership(case: Case, args: Args, progress: Progress) -> object:
    return case.remove_ownership(args["name"])


def _add_companies(case: Case, args: Args, progress: Progress) -> object:
    (file,) = args["files"]
    return case.add_companies(file)


def _remove_companies(case: Case, args: Args, progress: Progress) -> object:
    return case.remove_companies(args["name"])


def _judge(case: Case, args: Args, progress: Progress) -> object:
    a, b, verdict = args["a"], args["b"], args["verdict"]
    return case.identity.judge(a, b, verdict, why=args["why"], preview=args["preview"])


def _undo(case: Case, args: Args, progress: Progress) -> object:
    return case.identity.undo(args["number"], why=args["why"], preview=args["preview"])


def _import_judgements(case: Case, args: Args, progress: Progress) -> object:
    (file,) = args["files"]
    return case.identity.import_judgements(file)


def _look_over(case: Case, args: Args, progress: Progress) -> object:
    return case.look_over()


ACTIONS: dict[str, Callable[[Case, Args, Progress], object]] = {
    "add": _add,
    "resolve": _resolve,
    "settle": _settle,
    "remove": _remove,
    "relayout": _relayout,
    "lists/add": _add_lists,
    "rates/add": _add_rates,
    "rates/remove": _remove_rates,
    "ownership/add": _add_ownership,
    "ownership/remove": _remove_ownership,
    "companies/add": _add_companies,
    "companies/remove": _remove_companies,
    "judge": _judge,
    "judge/undo": _undo,
    "judgements/import": _import_judgements,
    "watch/looked": _look_over,
}
"""What each does with its arguments (`files` are paths); what it gives is printed as JSON."""
