// A Sankey picture from the data inside its element: nodes with names and amounts, bands by state, each node a link.
import { sankey } from "./vendor/d3.js";

const SVG = "http://www.w3.org/2000/svg";
const LINE = 16, NODE = 12, GAP = 6, MARGIN = 10, FLOWS = 300, WIDEST = 1600, COLUMN = 132;
// What a picture that is kept must carry itself, because no style sheet goes with it.
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight"];

function make(name, attributes = {}, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...inside);
  return made;
}

// Breaks a name into at most `most` lines that fit, at a blank where there is one near the end of the line.
function lines(name, width, most, measure) {
  const found = [];
  let rest = [...name.trim()];
  while (rest.length && found.length < most) {
    let fits = rest.length;
    if (measure(name) > width || found.length) {
      fits = 0;
      while (fits < rest.length && measure(rest.slice(0, fits + 1).join("")) <= width) fits += 1;
      fits = Math.max(fits, 1);
    }
    if (fits < rest.length && found.length === most - 1) {
      while (fits > 1 && measure(rest.slice(0, fits).join("") + "…") > width) fits -= 1;
      found.push(rest.slice(0, fits).join("").trimEnd() + "…");
      return found;
    }
    if (fits < rest.length) {
      const blank = rest.slice(0, fits + 1).lastIndexOf(" ");
      if (blank > fits / 2) fits = blank;
      else if (fits > 2 && "）)、，。：".includes(rest[fits])) fits -= 1;
    }
    found.push(rest.slice(0, fits).join("").trim());
    rest = [...rest.slice(fits).join("").trimStart()];
  }
  return found;
}

function band(link) {
  const half = Math.max(link.width, 1) / 2, from = link.source.x1, to = link.target.x0, middle = (from + to) / 2;
  const [a, b, c, d] = [link.y0 - half, link.y1 - half, link.y1 + half, link.y0 + half];
  return `M${from},${a}C${middle},${a} ${middle},${b} ${to},${b}L${to},${c}C${middle},${c} ${middle},${d} ${from},${d}Z`;
}

class FlowPicture extends HTMLElement {
  connectedCallback() {
    const script = this.querySelector("script[type='application/json']");
    if (!script || this.drawn) return;
    this.data = JSON.parse(script.textContent);
    this.frame = document.createElement("div");
    this.frame.className = "wide";
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "group");
    this.frame.setAttribute("aria-label", this.dataset.label);
    this.prepend(this.frame);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this);
    this.tools();
    this.draw();
  }

  disconnectedCallback() {
    this.resized?.disconnect();
  }

  tools() {
    const tools = document.createElement("p");
    tools.className = "tools";
    for (const kind of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = this.dataset[kind];
      button.addEventListener("click", () => this.keep(kind));
      tools.append(button);
    }
    this.append(tools);
  }

  draw() {
    if (this.clientWidth <= 0 || this.clientWidth === this.seen) return;
    this.seen = this.clientWidth;
    const columns = 1 + Math.max(0, ...this.data.nodes.map(node => node.column));
    // A narrow screen scrolls sideways rather than break every name to pieces.
    const width = Math.max(Math.min(Math.floor(this.clientWidth), WIDEST), columns * COLUMN);
    const room = width / columns - NODE - 2 * GAP;
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `13px ${getComputedStyle(this).fontFamily}`;
    const measure = text => pen.measureText(text).width;
    const nodes = this.data.nodes.map((node, index) => ({
      ...node, index, lines: [...lines(node.name, room, 2, measure), ...lines(node.amount, room, 2, measure)],
      named: lines(node.name, room, 2, measure).length,
    }));
    const tallest = Math.max(1, ...nodes.map(node => node.lines.length)) * LINE;
    const most = Math.max(...Array.from({ length: columns }, (_, column) => nodes.filter(node => node.column === column).length));
    const height = FLOWS + most * tallest + 2 * MARGIN;
    const laid = sankey()
      .nodeWidth(NODE).nodePadding(tallest + 4).nodeAlign(node => node.column).iterations(32)
      .extent([[1, MARGIN + tallest / 2], [width - room - 2 * GAP, height - MARGIN - tallest / 2]])({
        nodes, links: this.data.links.map(link => ({ ...link })),
      });
    const bottom = Math.max(...laid.nodes.map(node => Math.max(node.y1, (node.y0 + node.y1 + tallest) / 2))) + MARGIN;
    const picture = make("svg", { viewBox: `0 0 ${width} ${Math.ceil(bottom)}`, role: "group", "aria-label": this.dataset.label });
    const hatches = document.querySelector(".hatches defs");
    if (hatches) picture.append(hatches.cloneNode(true));
    for (const link of laid.links) {
      const shape = make("path", { class: `band ${link.state}`, d: band(link) }, make("title", {}, link.title));
      if (link.state === "planned" || link.state === "contracted") shape.setAttribute("fill", `url(#hatch-${link.state})`);
      picture.append(shape);
    }
    for (const node of laid.nodes) picture.append(this.node(node));
    picture.setAttribute("width", width);
    this.picture = picture;
    this.frame.replaceChildren(picture);
    this.drawn = true;
  }

  node(node) {
    const middle = (node.y0 + node.y1) / 2 - ((node.lines.length - 1) * LINE) / 2;
    const label = make("text", { x: node.x1 + GAP, "dominant-baseline": "central" });
    node.lines.forEach((line, place) => label.append(
      make("tspan", { x: node.x1 + GAP, y: middle + place * LINE, class: place < node.named ? "name" : "value" }, line)));
    const shape = make("rect", {
      class: `node ${node.kind}`, x: node.x0, y: node.y0, width: node.x1 - node.x0, height: Math.max(node.y1 - node.y0, 1.5),
    });
    const whole = make("title", {}, `${node.name} · ${node.amount}`);
    if (!node.href) return make("g", {}, whole, shape, label);
    return make("a", { href: node.href }, whole, shape, label);
  }

  // Keeps the picture as a file that looks alike anywhere: computed styles become attributes.
  async keep(kind) {
    const box = this.picture.viewBox.baseVal, copy = this.picture.cloneNode(true);
    copy.setAttribute("xmlns", SVG);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    const shown = [...this.picture.querySelectorAll("path, rect, text, tspan")];
    [...copy.querySelectorAll("path, rect, text, tspan")].forEach((part, place) => {
      const style = getComputedStyle(shown[place]);
      for (const name of KEPT) {
        if (name === "fill" && part.getAttribute("fill")?.startsWith("url(")) continue;
        part.setAttribute(name, style.getPropertyValue(name));
      }
    });
    const paper = getComputedStyle(document.body).backgroundColor;
    copy.prepend(make("rect", { width: box.width, height: box.height, fill: paper }));
    const text = new XMLSerializer().serializeToString(copy);
    const vector = new Blob([text], { type: "image/svg+xml" });
    if (kind === "svg") return this.give(vector, "svg");
    const address = URL.createObjectURL(vector), image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * box.width, 2 * box.height];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob(dots => this.give(dots, "png"), "image/png");
  }

  give(content, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = `${this.dataset.file}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

customElements.define("flow-picture", FlowPicture);
