// Who supplies whom, in columns: firm by firm, or one card, firm or waste in focus between its suppliers and its
// takers. A card may stand in two columns, so places here are named "<column> <card>". The lines are vis-network's.
const ROW_STEP = 64;
const CARD = 300;
const BEND = 0.45;
// Below this nothing can be read.
const LEAST_SCALE = 0.72;
const plain = (id) => id.replace(/^\d /, "");
let lines = [];
let labels = [];
let columnPlaces = new Map();

const firmOf = (key) => cards.get(key).owner || key;
const percent = (share) => `${Math.round(100 * share)}%`;
// Three columns stand closer than two, and write larger, so that both can be read in one width.
const columnStep = () => (state.selected ? 580 : 860);
const letters = () => (state.selected ? 20 : 17);
const inFlows = () => state.view === "firms";

// What a line says: its amount, and how full it makes the one who takes it.
function saidOf(line) {
  const parts = [line.amount[state.language]];
  if (line.count > 1) parts.push(word("flowCount").replace("{count}", line.count));
  if (line.full !== null && line.full !== undefined) parts.push(word("full").replace("{share}", percent(line.full)));
  return parts.join(" · ");
}

const lineOf = (edge, from, to) => ({ ...edge, full: data.full[edge.to], start: `${from} ${edge.from}`, end: `${to} ${edge.to}` });

function linesShown() {
  const shown = flows.filter((edge) => state.flows.has(edge.kind));
  if (state.selected) {
    const card = cards.get(state.selected);
    const mine = new Set([state.selected, ...(card.kind === "enterprise" ? owned.get(state.selected) ?? [] : [])]);
    return shown.filter((edge) => mine.has(edge.from) || mine.has(edge.to))
      .map((edge) => (mine.has(edge.from) ? lineOf(edge, 1, 2) : lineOf(edge, 0, 1)));
  }
  const waste = state.waste;
  if (waste) {
    return shown.filter((edge) => cards.get(edge.from).lineage.includes(waste)).map((edge) => lineOf(edge, 0, 1));
  }
  const hits = state.query ? new Set(matches().map(firmOf)) : null;
  return data.bundles.filter((line) => state.flows.has(line.kind) && (!hits || hits.has(line.from) || hits.has(line.to)))
    .map((line) => ({ ...line, start: `0 ${line.from}`, end: `1 ${line.to}` }));
}

// Each column from top to bottom: the first as it comes (the largest first), the next by the middle of what it takes.
function placed() {
  const columns = [[], [], []];
  for (const line of lines) {
    for (const id of [line.start, line.end]) {
      const column = columns[Number(id[0])];
      if (!column.includes(id)) column.push(id);
    }
  }
  if (state.selected && !columns[1].length) columns[1].push(`1 ${state.selected}`);
  const found = new Map();
  const tallest = Math.max(...columns.map((column) => column.length));
  const shift = (column) => ((tallest - column.length) * ROW_STEP) / 2;
  const base = state.selected ? [1, 0, 2] : [0, 1, 2];
  for (const at of base) {
    const middle = (id) => {
      const beside = lines.filter((line) => line.start === id || line.end === id)
        .map((line) => found.get(line.start === id ? line.end : line.start)?.y).filter((y) => y !== undefined);
      return beside.length ? beside.reduce((sum, y) => sum + y, 0) / beside.length : 0;
    };
    const order = columns[at].map((id) => [middle(id), id]).sort((one, other) => one[0] - other[0]);
    order.forEach(([, id], row) => found.set(id, { x: at * columnStep(), y: shift(columns[at]) + row * ROW_STEP }));
  }
  return found;
}

function drawFlowView() {
  lines = linesShown();
  columnPlaces = placed();
  related = null;
  const vertices = [...columnPlaces].map(([id, { x, y }]) => ({ id, x, y, shape: "custom", ctxRenderer: drawCard }));
  // What is registered and what is planned beside it share a line; its label says both.
  const pairs = new Map();
  for (const line of lines) {
    const key = `${line.start}|${line.end}`;
    pairs.set(key, [...(pairs.get(key) ?? []), line]);
  }
  const drawn = [...pairs.values()].map(([line, ...more], id) => ({
    id, from: line.start, to: line.end, arrows: { to: { enabled: true, scaleFactor: 0.7 } },
    color: { color: colours[line.kind], highlight: colours[line.kind], hover: colours[line.kind], opacity: 1 },
    width: Math.max(...[line, ...more].map(({ width }) => width ?? 3)), dashes: line.dashes || false,
    hoverWidth: 0, selectionWidth: 0, chosen: false,
    smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: BEND },
  }));
  labels = labelled([...pairs.values()]);
  stage.labels = labels.map(({ half, x, y }) => ({ half, x, y, tall: letters() }));
  network.setData({ nodes: new vis.DataSet(vertices), edges: new vis.DataSet(drawn) });
  // The library fits the view once more when it draws new data for the first time.
  network.once("afterDrawing", () => fitColumns());
}

// Labels stand on their lines, where they cover neither another label nor a card. A line that runs level has least
// choice and goes first; a label that finds no place is left out, and the list says it.
function labelled(pairs) {
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = `${letters()}px ${family}`;
  const taken = [];
  const drop = ([line]) => Math.abs(columnPlaces.get(line.start).y - columnPlaces.get(line.end).y);
  return [...pairs].sort((one, other) => drop(one) - drop(other)).flatMap((pair) => {
    const text = pair.map(saidOf).join(" + ");
    const half = measure.measureText(text).width / 2 + 4;
    const [from, to] = [columnPlaces.get(pair[0].start), columnPlaces.get(pair[0].end)];
    const at = (t) => {
      const [x1, x2] = [from.x + (to.x - from.x) * BEND, to.x - (to.x - from.x) * BEND];
      const blend = (a, b, c, d) => (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
      return { x: blend(from.x, x1, x2, to.x), y: blend(from.y, from.y, to.y, to.y) };
    };
    const free = ({ x, y }) => Math.abs(x - from.x) > CARD / 2 + half && Math.abs(to.x - x) > CARD / 2 + half
      && !taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < letters() + 4);
    const tried = Array.from({ length: 81 }, (_, step) => at(0.5 + (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 0.011));
    const place = tried.find(free);
    if (!place) return [];
    taken.push({ ...place, half });
    return [{ text, half, ...place }];
  });
}

function drawLabels(ctx) {
  if (!inFlows()) return;
  ctx.save();
  ctx.font = `${letters()}px ${family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 5;
  ctx.lineJoin = "round";
  ctx.strokeStyle = colours.block;
  ctx.fillStyle = colours.ink;
  for (const { text, x, y } of labels) {
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  }
  ctx.restore();
}

// As wide as the columns where that can be read, else from their upper left corner; the rest is reached by dragging,
// and everything stands in the list. The whole is shown to whoever asks for it.
function fitColumns(whole = false) {
  const at = [...columnPlaces.values()];
  if (!at.length) return;
  const [left, right] = [Math.min(...at.map(({ x }) => x)) - 170, Math.max(...at.map(({ x }) => x)) + 170];
  const [top, bottom] = [Math.min(...at.map(({ y }) => y)) - 80, Math.max(...at.map(({ y }) => y)) + 40];
  const across = stage.clientWidth / (right - left);
  const down = stage.clientHeight / (bottom - top);
  const scale = Math.min(1.1, whole ? Math.min(across, down) : Math.max(LEAST_SCALE, Math.min(across, Math.max(LEAST_SCALE, down))));
  const [width, height] = [stage.clientWidth / scale, stage.clientHeight / scale];
  const x = right - left < width ? (left + right) / 2 : left + width / 2;
  const y = bottom - top < height ? (top + bottom) / 2 : top + height / 2;
  network.moveTo({ position: { x, y }, scale, animation: false });
}

function drawHeads(ctx) {
  const used = new Set([...columnPlaces.keys()].map((id) => Number(id[0])));
  const titles = state.selected ? ["givesTitle", "focusTitle", "takesTitle"] : ["givesTitle", "takesTitle"];
  const top = Math.min(...[...columnPlaces.values()].map(({ y }) => y));
  ctx.save();
  ctx.font = `600 17px ${family}`;
  ctx.fillStyle = colours.soft;
  ctx.textAlign = "center";
  titles.forEach((title, column) => { if (used.has(column)) ctx.fillText(word(title), column * columnStep(), top - 40); });
  ctx.restore();
}

function writeLines() {
  const place = byId("list");
  const list = element("ul");
  list.append(...lines.map((line) => {
    const other = state.selected && (firmOf(line.from) === firmOf(state.selected)) ? line.to : line.from;
    const item = entry(other, saidOf(line));
    item.querySelector(".what").textContent = `${nameOf(line.from)} → ${nameOf(line.to)}`;
    return item;
  }));
  const left = !state.selected && !state.waste && data.bundlesLeft
    ? [element("p", word("bundlesLeft").replace("{count}", data.bundlesLeft), { class: "hint" })] : [];
  place.replaceChildren(lines.length ? list : element("p", word("noFlows"), { class: "hint" }), ...left);
  byId("shown").textContent = `${word("shown")} ${lines.length}`;
  byId("list-title").textContent = word("lines");
}

function show(view) {
  state.view = view;
  for (const box of document.querySelectorAll("[name=view]")) box.checked = box.value === view;
  if (view === "cards") network.setData({ nodes, edges: [] });
  refresh();
  if (view === "cards") fit(true);
}

// The address keeps the view and what is in focus; a page in a file has one, too.
function writeAddress() {
  const said = new URLSearchParams({ view: state.view });
  if (state.selected) said.set("focus", state.selected);
  else if (state.waste) said.set("waste", state.waste);
  history.replaceState(null, "", `#${said}`);
}

function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  if (cards.has(said.get("focus"))) state.selected = said.get("focus");
  if (data.wastes.some((waste) => waste.id === said.get("waste"))) state.waste = said.get("waste");
  // A small park is read as a whole; a large one opens with what goes between its firms.
  const opening = cards.size > 60 && data.bundles.length ? "firms" : "cards";
  state.view = ["firms", "cards"].includes(said.get("view")) ? said.get("view") : opening;
}
