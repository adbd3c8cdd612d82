"""How the firms of a plan may share what they reach together, beside the even split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from api.commands.common import Session, headed, print_json
from api.graphql import answer
from api.plan_options import AIM, Asked
from api.views import Service, View
from graph import model
from graph.units import show_money

if TYPE_CHECKING:
    from graph.planning import FairSplit


def show_split(run: Session, service: Service, view: View, asked: Asked, as_json: bool) -> None:
    """Print the splits as a table or as JSON."""
    if as_json:
        print_json(answer(service, "fairsplit", asked.variables(AIM)))
    else:
        run.out.print(split_block(run, view, view.fair_split(asked.options)))


def split_block(run: Session, view: View, found: FairSplit) -> RenderableType:
    """Return what each firm would have by each split, and whether somebody had better leave."""
    if not found.shares:
        return Text(
            run.say(
                "规划里没有企业交换，没有收益可分",
                "no firm exchanges anything in the plan, so there is no benefit to share",
            )
        )
    title = ("收益的公平分配（每年）", "Fair splits of the benefit (per year)")
    splits = (("对半分", "even"), ("夏普利值", "Shapley"), ("按影子价格", "by prices"))
    heads = (("单独可得", "alone"), *splits[:2], ("核仁", "nucleolus"), splits[2])
    table = headed(run, title, [("企业", "enterprise")], heads)
    for share in found.shares:
        error = "" if found.exact else f" ± {show_money(share.shapley_error, run.language)}"
        table.add_row(
            run.named(view, model.Enterprise, share.enterprise),
            show_money(share.alone, run.language),
            show_money(share.even, run.language),
            show_money(share.shapley, run.language) + error,
            "–" if share.nucleolus is None else show_money(share.nucleolus, run.language),
            show_money(share.by_prices, run.language),
        )
    lines = [run.say("合计 ", "together ") + show_money(found.whole, run.language)]
    objections = (found.even_objection, found.shapley_objection, found.price_objection)
    for split, objection in zip(splits, objections, strict=True):
        lines.append(f"{run.say(*split)}: {_core(run, found, objection)}")
    rent = show_money(found.market_rent, run.language)
    lines.append(
        run.say(
            f"市场已满所值 {rent}，影子价格不分给任何企业",
            f"full markets are worth {rent}, which prices give to no firm",
        )
    )
    return Group(table, *(Text(line) for line in lines))


def _core(run: Session, found: FairSplit, objection: float) -> str:
    asked = "" if found.exact else run.say("（就抽到的组合而言）", " (of the groups that were drawn)")
    if found.in_core(objection):
        return run.say("在核内：没有哪组企业退出会更好", "in the core: no group had better leave") + asked
    gain = show_money(objection, run.language)
    return (
        run.say(f"不在核内：有一组企业退出可多得 {gain}", f"not in the core: a group gains {gain} by leaving")
        + asked
    )
