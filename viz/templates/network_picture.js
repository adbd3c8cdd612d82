// Draws the park with vis-network. Texts of the park reach the canvas as text; colours come from the style
// sheet, so that they follow light and dark.
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ground", "panel", "block", "rule", "branch", "ink", "soft", "focus",
    "planned", "suggested", "prospective", "linkage", "relation"];
  for (const kind of ["enterprise", "stream", "facility", "material", "technology"]) {
    names.push(kind, `${kind}-edge`, `${kind}-ink`);
  }
  colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  family = getComputedStyle(document.body).fontFamily;
}

function shorten(ctx, text, room) {
  const mark = `${ctx.font}|${Math.round(room)}|${text}`;
  if (!fitted.has(mark)) {
    let shown = text;
    if (ctx.measureText(text).width > room) {
      const letters = [...text];
      let low = 0;
      let high = letters.length;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (ctx.measureText(`${letters.slice(0, middle).join("")}…`).width <= room) low = middle;
        else high = middle - 1;
      }
      shown = `${letters.slice(0, low).join("")}…`;
    }
    fitted.set(mark, shown);
  }
  return fitted.get(mark);
}

function drawCard({ ctx, id: drawn, x, y, state: { selected, hover } }) {
  const id = plain(drawn);
  const card = cards.get(id);
  const { height, kind } = card;
  const width = inFlows() ? CARD : card.width;
  const left = x - width / 2;
  const top = y - height / 2;
  const hollow = kind === "enterprise" && !card.running;
  const drawNode = () => {
    const scale = network.getScale();
    ctx.save();
    if (related && !related.has(id)) ctx.globalAlpha = 0.22;
    ctx.beginPath();
    ctx.roundRect(left, top, width, height, 8);
    ctx.fillStyle = hollow ? colours.panel : colours[kind];
    ctx.fill();
    if (card.share > 0 && kind !== "enterprise") {
      ctx.save();
      ctx.clip();
      ctx.fillStyle = colours[`${kind}-edge`];
      ctx.globalAlpha *= 0.55;
      ctx.fillRect(left, top + height - 4, Math.max(6, width * card.share), 4);
      ctx.restore();
      ctx.beginPath();
      ctx.roundRect(left, top, width, height, 8);
    }
    const marked = selected || id === state.selected;
    ctx.lineWidth = marked ? 4 : hover ? 2.5 : 1.3;
    ctx.strokeStyle = marked ? colours.focus : colours[`${kind}-edge`];
    if (!card.running) ctx.setLineDash([6, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
    if (19 * scale >= 4) {
      ctx.fillStyle = hollow ? colours.ink : colours[`${kind}-ink`];
      ctx.textBaseline = "middle";
      let room = width - 24;
      const amount = amountOf(id);
      if (amount) {
        ctx.font = `15px ${family}`;
        ctx.textAlign = "right";
        ctx.fillText(amount, left + width - 12, y);
        room -= ctx.measureText(amount).width + 12;
      }
      ctx.font = `${kind === "enterprise" ? 600 : 400} 19px ${family}`;
      ctx.textAlign = "left";
      ctx.fillText(shorten(ctx, nameOf(id), room), left + 12, y);
    }
    ctx.restore();
  };
  return { drawNode, nodeDimensions: { width, height } };
}

function drawPanels(ctx) {
  if (inFlows()) {
    drawHeads(ctx);
    return;
  }
  const scale = network.getScale();
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  for (const panel of shownPanels()) {
    const [x, y, width, height] = panel.box;
    ctx.beginPath();
    ctx.roundRect(x, y, width, height, 18);
    ctx.fillStyle = colours.panel;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = colours.rule;
    ctx.stroke();
    const size = Math.min(34, Math.max(22, 13 / scale));
    ctx.font = `600 ${size}px ${family}`;
    ctx.fillStyle = colours.ink;
    const title = shorten(ctx, panel.name[state.language], width - 52);
    ctx.fillText(title, x + 26, y + 42);
    const used = ctx.measureText(title).width;
    ctx.font = `${size * 0.72}px ${family}`;
    ctx.fillStyle = colours.soft;
    const counts = panel.counts[state.language];
    if (used + ctx.measureText(counts).width + 70 < width) ctx.fillText(counts, x + 26 + used + 18, y + 43);
  }
  drawBranches(ctx);
  ctx.restore();
  drawFlows(ctx);
}

function drawBranches(ctx) {
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = colours.branch;
  for (const [owner, keys] of owned) {
    if (!visible.has(owner)) continue;
    const start = places.get(owner).y + cards.get(owner).height / 2;
    ctx.beginPath();
    for (const key of keys) {
      if (!visible.has(key)) continue;
      const { x, y } = places.get(key);
      const left = x - cards.get(key).width / 2;
      ctx.moveTo(left - 10, start);
      ctx.lineTo(left - 10, y);
      ctx.lineTo(left, y);
    }
    ctx.stroke();
  }
}

// Flows leave and reach cards at the sides that face each other; within a column they bow out to the right.
function drawFlows(ctx) {
  const strong = [];
  const weak = [];
  for (const edge of shownEdges) (stands(edge) ? strong : weak).push(edge);
  ctx.save();
  ctx.lineCap = "butt";
  for (const edge of weak) drawFlow(ctx, edge, 0.1);
  for (const edge of strong) drawFlow(ctx, edge, state.selected ? 0.95 : 0.5);
  ctx.restore();
}

function stands(edge) {
  if (!state.selected) return !state.query || related.has(edge.from) || related.has(edge.to);
  const mine = (end) => end === state.selected || cards.get(end).owner === state.selected;
  return mine(edge.from) || mine(edge.to);
}

function drawFlow(ctx, edge, strength) {
  const head = 7 + edge.width;
  const from = places.get(edge.from);
  const to = places.get(edge.to);
  const reach = (key) => cards.get(key).width / 2;
  const bowed = Math.abs(from.x - to.x) < reach(edge.from);
  const out = bowed || to.x > from.x ? 1 : -1;
  const side = bowed ? 1 : -out;
  const x0 = from.x + out * reach(edge.from);
  const x1 = to.x + side * reach(edge.to);
  const pull = bowed ? 34 + Math.min(60, Math.abs(from.y - to.y) / 8) : Math.max(40, Math.abs(x1 - x0) / 2);
  ctx.globalAlpha = strength;
  ctx.strokeStyle = colours[edge.kind];
  ctx.fillStyle = colours[edge.kind];
  ctx.lineWidth = edge.width;
  ctx.setLineDash(edge.dashes || []);
  ctx.beginPath();
  ctx.moveTo(x0, from.y);
  ctx.bezierCurveTo(x0 + out * pull, from.y, x1 + side * pull, to.y, x1 + side * head * 0.8, to.y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(x1, to.y);
  ctx.lineTo(x1 + side * head, to.y - head * 0.55);
  ctx.lineTo(x1 + side * head, to.y + head * 0.55);
  ctx.fill();
}

const shownPanels = () => data.panels.filter((panel) => livePanels.has(panel.area));

// ---- the network -----------------------------------------------------------------------------------
readColours();
const places = new Map(data.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
let livePanels = new Set();
let shownEdges = [];
const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, ctxRenderer: drawCard, hidden: true })));
const network = new vis.Network(stage, { nodes, edges: [] }, data.options);
stage.network = network;
network.on("beforeDrawing", drawPanels);
network.on("afterDrawing", drawLabels);
network.on("click", ({ nodes: [key] }) => select(key === undefined ? null : plain(key), false));
network.on("hoverNode", ({ node }) => showTip(plain(node), network.getPosition(node)));
network.on("blurNode", () => { byId("tip").hidden = true; });
network.on("dragStart", () => { byId("tip").hidden = true; });
network.on("zoom", () => { byId("tip").hidden = true; });
network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });

function showTip(key, place) {
  const tip = byId("tip");
  const at = network.canvasToDOM(place);
  tip.textContent = [nameOf(key), amountOf(key)].filter(Boolean).join("\n");
  tip.hidden = false;
  const room = stage.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(at.x - tip.offsetWidth / 2, room))}px`;
  const below = at.y + cards.get(key).height * network.getScale() / 2 + 8;
  tip.style.top = `${Math.min(below, stage.clientHeight - tip.offsetHeight - 8)}px`;
}

const animation = () => (calm.matches ? false : { duration: 300, easingFunction: "easeInOutQuad" });

function boundsOf(boxes) {
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  return { left, top, width: right - left, height: bottom - top };
}

function fit(opening = false) {
  const boxes = shownPanels().map((panel) => panel.box);
  if (!boxes.length) return;
  const across = stage.clientWidth - 32;
  const down = stage.clientHeight - 32;
  let box = boundsOf(boxes);
  let scale = Math.min(1.2, across / box.width, down / box.height);
  if (opening && scale < 0.26) {
    // Too small to read anything: open on the first area instead, from its left upper corner.
    const [left, top, width] = boxes[0];
    scale = Math.min(0.8, Math.max(0.45, across / width));
    box = { left, top, width: Math.min(width, across / scale), height: down / scale };
  }
  const position = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  network.moveTo({ position, scale, animation: opening ? false : animation() });
}

// The chosen card with everything it has flows with, or it alone where that would be too small to read.
function bringUp(key) {
  const keys = new Set([key, ...shownEdges.filter(stands).flatMap((edge) => [edge.from, edge.to])]);
  const box = boundsOf([...keys].map((shown) => {
    const { width, height } = cards.get(shown);
    const { x, y } = places.get(shown);
    return [x - width / 2, y - height / 2, width, height];
  }));
  const scale = Math.min(1, (stage.clientWidth - 60) / box.width, (stage.clientHeight - 60) / box.height);
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  if (scale >= 0.4) network.moveTo({ position: middle, scale, animation: animation() });
  else network.moveTo({ position: places.get(key), scale: Math.max(network.getScale(), 0.75), animation: animation() });
}

function refresh() {
  const waste = ofWaste();
  visible = new Set([...cards.keys()].filter((key) =>
    state.kinds.has(cards.get(key).kind) && (!waste || waste.has(key))));
  livePanels = new Set([...visible].map((key) => cards.get(key).area));
  const hits = matches();
  if (inFlows()) {
    drawFlowView();
    writeLines();
    writeDetails();
    writeCounts();
    writeAddress();
    return;
  }
  related = state.selected ? relatedTo(state.selected) : state.query ? new Set(hits) : null;
  nodes.update([...cards.keys()].filter((id) => nodes.get(id).hidden === visible.has(id))
    .map((id) => ({ id, hidden: !visible.has(id) })));
  shownEdges = data.edges.filter((edge) => {
    if (!visible.has(edge.from) || !visible.has(edge.to)) return false;
    if (edge.kind === "relation") return edge.from === state.selected || edge.to === state.selected;
    return state.flows.has(edge.kind);
  });
  network.redraw();
  writeList(hits);
  writeDetails();
  writeCounts();
  writeAddress();
}

const matches = () => {
  const shown = data.nodes.map((node) => node.id).filter((key) => visible.has(key));
  const parts = state.query.toLowerCase().split(/\s+/).filter(Boolean);
  return shown.filter((key) => parts.every((part) => searchable.get(key).includes(part)));
};

function select(key, bring = true) {
  state.selected = key;
  byId("tip").hidden = true;
  if (key && !visible.has(key)) {
    state.kinds.add(cards.get(key).kind);
    state.waste = "";
    byId("waste").value = "";
    for (const box of document.querySelectorAll("[name=kind]")) box.checked = state.kinds.has(box.value);
  }
  refresh();
  if (inFlows()) return;
  if (key) network.selectNodes([key], false);
  else network.unselectAll();
  if (key && bring) bringUp(key);
}
