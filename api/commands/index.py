"""The commands by name: what each is for, and where it is when somebody runs it.

A command's module brings its tools along (the solver, the web, the driver), so it is imported only when the
command is run; the help and the version read this list alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Listed:
    """One command.

    Attributes
    ----------
    place : str
        ``module:function``, or ``module:typer`` for a group of commands.
    zh, en : str
        What it is for, in one line.
    """

    place: str
    zh: str
    en: str


COMMANDS: dict[str, Listed] = {
    "demo": Listed(
        "api.commands.demo:demo",
        "载入安宁园区，显示建议与规划，并写出网络图页面。",
        "Load the Anning park, print suggestions and the plan, and write the network page.",
    ),
    "serve": Listed(
        "api.commands.servers:serve",
        "打开网页服务：GraphQL、页面与网络图。",
        "Open the web server: GraphQL, pages, the network.",
    ),
    "ingest": Listed(
        "api.commands.loading.data:ingest",
        "把文件载入存储：全部载入，或一行也不载入。",
        "Load files into the store, all or nothing.",
    ),
    "new-park": Listed(
        "api.commands.loading.importing:new_park",
        "写出一本空白工作簿：企业、废物、设施与分析，填写后可直接导入。",
        "Write an empty workbook for a park: enterprises, wastes, facilities and analyses to fill in.",
    ),
    "import": Listed(
        "api.commands.loading.importing:import_files",
        "导入现有的台账与清单：先说明理解了什么，再全部载入。",
        "Load sheets as their owners have them, after saying what was understood; all or nothing.",
    ),
    "outline": Listed(
        "api.commands.loading.outlines:outline",
        "载入园区轮廓（GeoJSON），地图上显示；也可检查或删去。",
        "Give a park its outline from GeoJSON, for the map; or check it, or take it away.",
    ),
    "doctor": Listed(
        "api.commands.loading.doctor:doctor",
        "检查园区数据中值得追问之处，并说明该怎么办。",
        "Say what in a park's data is hard to believe, and what would settle it.",
    ),
    "match": Listed(
        "api.commands.matching.results:match",
        "建议每种废物可去何处，附得分、门槛与理由。",
        "Suggest where each waste can go, with scores, gates and reasons.",
    ),
    "pathways": Listed(
        "api.commands.matching.pathways:pathways",
        "列出一种废物通向用途的途径，包括园区尚无的技术。",
        "List the ways of a waste to a use, also through technologies that the park does not have yet.",
    ),
    "plan": Listed(
        "api.commands.planning.planning:plan",
        "规划一起运行的连接，每吨只计一次。",
        "Plan the linkages to run together, each tonne counted once.",
    ),
    "pareto": Listed(
        "api.commands.planning.planning:pareto",
        "显示多得一个目标要让出多少其他目标。",
        "Show what more of one objective costs in the others.",
    ),
    "chains": Listed(
        "api.commands.recruiting.chains:chains",
        "显示各产业链在园区的完整度：已有、规划与缺失的环节，缺多少吨，多少靠外购。",
        "Show how whole each product chain is: steps there, planned or missing, and the tonnes short.",
    ),
    "brief": Listed(
        "api.commands.recruiting.brief:brief",
        "写出一条招商线索的简报：两页 A4（HTML），或 Excel。",
        "Write the brief of one lead: two A4 pages of HTML, or Excel.",
    ),
    "report": Listed(
        "api.commands.planning.report:report",
        "写出园区报告：一个可打印的网页文件（HTML），或一本 Excel 工作簿。",
        "Write the report on the park: one page that prints (HTML), or one Excel workbook.",
    ),
    "targets": Listed(
        "api.commands.planning.planning:targets",
        "显示离各项目标还有多远，以及补上缺口最省的下一批连接。",
        "Show how far each target is, and which next linkages close the gap cheapest.",
    ),
    "scenarios": Listed(
        "api.commands.planning.planning:scenarios",
        "列出存储中的情景；plan --scenario 按其中之一规划。",
        "List the scenarios that the store keeps; `plan --scenario` plans under one.",
    ),
    "indicators": Listed(
        "api.commands.analysis.analysis:indicators",
        "园区网络由什么构成：现状、规划与技术潜力并列，指标、枢纽、社群与环。",
        "Say what the network is made of: indicators, brokers, groups and loops, today beside the plan.",
    ),
    "resilience": Listed(
        "api.commands.analysis.analysis:resilience",
        "少了任一企业、设施或市场会失去什么，谁能顶替，谁随之停下。",
        "Say what is lost without each enterprise, facility and market, who takes over and who stops.",
    ),
    "trace": Listed(
        "api.commands.analysis.tracing:trace",
        "从一家企业、一种物料或一条连接出发，向上下游追踪流量。",
        "Follow the flows of an enterprise, a material or a linkage up and down, with tonnes.",
    ),
    "leads": Listed(
        "api.commands.recruiting.leads:leads",
        "列出最值得招引的缺失环节：建什么、建在哪里、值多少，并证明没有遗漏。",
        "List the missing links most worth recruiting: what, where and worth how much, with the proof.",
    ),
    "export": Listed(
        "api.commands.loading.data:export",
        "把整个图写成文件，ingest 可原样读回。",
        "Write the whole graph to files that `ingest` reads back unchanged.",
    ),
    "copy": Listed(
        "api.commands.loading.data:copy",
        "在存储之间搬运园区，不丢任何内容。",
        "Move a park between stores, losing nothing.",
    ),
    "backup": Listed(
        "api.commands.loading.backup:backup",
        "把存储中的一切备份到一个文件，读回核对；使用中的存储也可以。",
        "Back up everything in a store to one file, read back and compared; while it is in use, too.",
    ),
    "restore": Listed(
        "api.commands.loading.backup:restore",
        "用备份替换存储中的一切，一次完成；正在使用它的程序随即看到。",
        "Put a backup in place of everything in a store, at once; programs that use it see it from then on.",
    ),
    "migrate": Listed(
        "api.commands.loading.backup:migrate",
        "把旧版本的存储升级到本程序的结构；请先备份。",
        "Bring a store of an earlier version to this program's schema; make a backup first.",
    ),
    "search": Listed(
        "api.commands.matching.search:search",
        "按名称查找园区、企业、物料、技术、设施与废物流。",
        "Find parks, enterprises, materials, technologies, facilities and streams by name.",
    ),
    "network": Listed(
        "api.commands.network:network",
        "写出带规划流量的网络图页面，可离线使用；或写成 GraphML、JSON 图文件。",
        "Write the network page with the flows of the plan; it works offline. Or a GraphML or JSON file.",
    ),
    "suggest-uses": Listed(
        "api.commands.matching.knowledge:suggest_uses",
        "为一种废物或一份文件中的废物排出可利用它的行业，附理由。",
        "Rank the industries that could use a waste, with reasons; one waste or a file of them.",
    ),
    "evaluate": Listed(
        "api.commands.matching.knowledge:evaluate",
        "以逐例留出法检验冷启动多常找到有记录的接收方。",
        "Say how often cold start finds the documented receiver, by leave-one-case-out on the precedents.",
    ),
    "backtest": Listed(
        "api.commands.planning.backtest:backtest",
        "用 2022 年底已知的情况规划安宁的磷石膏与钢渣，并与其后的公开报道对照。",
        "Plan Anning's phosphogypsum and slag from what was known in 2022, beside what was reported since.",
    ),
    "synth": Listed(
        "api.commands.matching.knowledge:synth",
        "写出任意规模的虚构园区（CSV），供基准测试。",
        "Write a made-up park of any size as CSV files, for benchmarks.",
    ),
    "loads": Listed(
        "api.commands.loading.loads:loads",
        "历次载入：列出、查看、替换、撤销、删除。",
        "Loads: list, show, replace, undo, remove.",
    ),
    "library": Listed(
        "api.commands.loading.library:library",
        "存储中的知识库：状态与更新，更新后建议有何变化。",
        "The library of knowledge in a store: status, update and what that does to suggestions.",
    ),
    "neo4j": Listed(
        "api.commands.servers:neo4j",
        "本机上自己的 Neo4j，用来试运行生产环境。",
        "A Neo4j of your own on this machine, to try production with.",
    ),
}


class ListedCommand(TyperCommand):
    """A command that is known by name until it is run."""

    def __init__(self, name: str, listed: Listed, language: str) -> None:
        super().__init__(name, help=listed.zh if language == "zh" else listed.en)
        self._place = listed.place

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Import the command and hand it what was typed."""
        module, _, name = self._place.partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            found.info.help = self.help
        else:
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(help=self.help)(cast("Callable[..., None]", found))
            found = alone
        return typer.main.get_command(found).make_context(info_name, args, parent, **extra)


class ListedCommands(TyperGroup):
    """The group of all commands, in the order of `COMMANDS`."""

    #: Of the commands' help; set before the group is made.
    language = "en"

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, listed in COMMANDS.items():
            self.add_command(ListedCommand(name, listed, self.language))
