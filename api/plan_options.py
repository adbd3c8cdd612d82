"""What a plan is asked for, declared once: command line, GraphQL and keys follow from `OPTIONS`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.matching import MatchOptions
from graph.planning import SINGLE_OBJECTIVES, Effort, Objective, PlanOptions

_NAMES = {name.value: name for name in SINGLE_OBJECTIVES}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be asked of a plan.

    Attributes
    ----------
    name : str
        As Python and, in their own spelling, the command line and GraphQL have it.
    kind : type
    default : object
    zh, en : str
        What it means, in one line.
    """

    name: str
    kind: Any
    default: Any
    zh: str
    en: str


OPTIONS: tuple[Option, ...] = (
    Option(
        "objective",
        Objective,
        Objective.TONNES,
        "使其尽可能大的目标。",
        "What is made as large as it can be.",
    ),
    Option(
        "mix",
        list[float],
        (),
        "净利用量、净收益与减碳的权重，仅用于 WEIGHTED。",
        "Weights of tonnes, benefit and CO2, for WEIGHTED only.",
    ),
    Option(
        "horizon",
        int | None,
        None,
        "历史堆存分几年消纳，1 至 10。",
        "Years over which stock on hand is drawn down, 1 to 10.",
    ),
    Option(
        "minimum_lot",
        float,
        0.0,
        "一条连接要么不运，要么每年至少运这么多。",
        "A linkage carries nothing, or at least this per year.",
    ),
    Option(
        "on_off",
        bool,
        False,
        "设施要么停着，要么至少达到其最小规模。",
        "A facility stands still, or takes at least its minimum scale.",
    ),
    Option(
        "budget",
        float | None,
        None,
        "拟建设施的投资上限，元。",
        "The most that planned facilities may cost to build, CNY.",
    ),
    Option(
        "potential",
        bool,
        False,
        "技术潜力：假设每个市场照单全收，能力不详的设施按通常规模。",
        "The technical potential: every market takes everything, an unknown capacity is the usual one.",
    ),
    Option(
        "gap",
        float,
        1e-4,
        "可接受的相对间隙，0 至 1（不含）。",
        "Relative gap that is good enough, 0 to below 1.",
    ),
    Option(
        "time_limit",
        float,
        600.0,
        "求解时限，秒；服务器至多 600。",
        "Seconds for the solver; a server takes at most 600.",
    ),
    Option(
        "scenario",
        str | None,
        None,
        "按此情景规划，填编号或名称。",
        "Plan under this scenario, by id or name.",
    ),
    Option(
        "park",
        str | None,
        None,
        "只看该园区及其片区，填编号或名称；默认存储中的全部园区。",
        "Only this park and its areas, by id or name; all parks of the store by default.",
    ),
    Option(
        "on",
        date | None,
        None,
        "设施须运行、标准与规则须有效的日期。",
        "Day on which facilities must run and standards and rules be in force.",
    ),
)
#: What a front has of its own: each of its objectives is aimed at in turn.
AIM = frozenset({"objective", "mix"})
#: What no bound on a lead's worth holds with.
UNBOUNDED = frozenset({"mix", "minimum_lot", "on_off", "budget"})
#: What a roadmap has none of: each of its years has its own day, and what is built is built once.
DATED = frozenset({"on", "budget"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: how to plan, and of which graph.

    Attributes
    ----------
    options : PlanOptions
    scenario : str or None
        Id or name.
    park : str or None
        Id or name.
    on : date or None
    """

    options: PlanOptions
    scenario: str | None
    park: str | None
    on: date | None

    def variables(self, without: Collection[str] = ()) -> dict[str, Any]:
        """Return the variables of the program's own GraphQL documents, by the names of the schema."""
        options = self.options
        values = {
            "objective": options.objective.name,
            "mix": list(options.mix),
            "horizon": options.horizon,
            "minimum_lot": options.minimum_lot,
            "on_off": options.on_off,
            "budget": options.budget,
            "potential": options.potential,
            "gap": options.effort.gap,
            "time_limit": options.effort.seconds,
            "scenario": self.scenario,
            "park": self.park,
            "on": None if self.on is None else self.on.isoformat(),
        }
        return {_camel(name): value for name, value in values.items() if name not in without}


def asked(given: Mapping[str, Any]) -> Asked:
    """Return what was asked for by the names of `OPTIONS`; one that cannot be is a mistake of usage.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION``.

    Examples
    --------
    >>> asked({"horizon": 5}).options.horizon, asked({}).options.objective
    (5, <Objective.TONNES: 'tonnes'>)
    """
    value = {option.name: option.default for option in OPTIONS} | dict(given)
    try:
        options = PlanOptions(
            matching=MatchOptions(on=value["on"]),
            objective=value["objective"],
            mix=tuple(value["mix"]),
            horizon=value["horizon"],
            minimum_lot=value["minimum_lot"],
            on_off=value["on_off"],
            budget=value["budget"],
            potential=value["potential"],
            effort=Effort(value["gap"], value["time_limit"]),
        )
    except SymbioflowError as error:
        raise SymbioflowError(error.code, error.said, EXIT_USAGE) from error
    return Asked(options, value["scenario"], value["park"], value["on"])


def asks(
    argument: Callable[[Option], tuple[Any, Any]],
    given: Callable[[dict[str, Any]], Mapping[str, Any]] = dict,
    without: Collection[str] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that gives a function of a face an argument for each option in place of `asked`.

    Parameters
    ----------
    argument : callable
        Option -> the annotation and the default that the face knows it by.
    given : callable
        What the face was given -> values by the names of `OPTIONS`.
    without : collection of str
        Options that have no meaning here.
    """
    offered = [option for option in OPTIONS if option.name not in without]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(function, eval_str=True)
        parameters = []
        for parameter in signature.parameters.values():
            if parameter.name != "asked":
                parameters.append(parameter)
                continue
            for option in offered:
                annotation, default = argument(option)
                parameters.append(
                    inspect.Parameter(option.name, parameter.kind, default=default, annotation=annotation)
                )

        def called(*places: Any, **values: Any) -> Any:
            own = {option.name: values.pop(option.name) for option in offered if option.name in values}
            return function(*places, asked=asked(given(own)), **values)

        called.__name__, called.__doc__, called.__module__ = (
            function.__name__,
            function.__doc__,
            function.__module__,
        )
        called.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters} | {
            "return": signature.return_annotation
        }
        return called

    return decorate


def weights_of(text: str) -> tuple[Objective, tuple[float, ...]]:
    """Return an objective, or the mixed one with its weights.

    Examples
    --------
    >>> weights_of("benefit"), weights_of("0.5,0.3,0.2")[1]
    ((<Objective.BENEFIT: 'benefit'>, ()), (0.5, 0.3, 0.2))
    """
    if text in _NAMES:
        return _NAMES[text], ()
    try:
        return Objective.WEIGHTED, tuple(float(part) for part in text.split(","))
    except ValueError:
        raise SymbioflowError("BAD_OPTION.objective", exit_code=EXIT_USAGE, given=text) from None


def objectives_of(text: str) -> tuple[Objective, ...]:
    """Return several single objectives.

    Examples
    --------
    >>> objectives_of("benefit, co2")
    (<Objective.BENEFIT: 'benefit'>, <Objective.CO2: 'co2'>)
    """
    names = [part.strip() for part in text.split(",")]
    for name in names:
        if name not in _NAMES:
            raise SymbioflowError("BAD_OPTION.objectives", exit_code=EXIT_USAGE, given=name)
    return tuple(_NAMES[name] for name in names)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
