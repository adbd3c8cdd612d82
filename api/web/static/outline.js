// The outline of a park from a file: looked at first, then kept by the mutation that partners use.
const SVG = "http://www.w3.org/2000/svg", WIDE = 360, HIGH = 240, EDGE = 14;

class OutlineForm extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[role=status]");
    this.preview = this.querySelector(".preview");
    this.keep = this.querySelector("button[value=keep]");
    const form = this.querySelector("form");
    form.addEventListener("submit", event => {
      event.preventDefault();
      this.ask(new FormData(form), event.submitter?.value === "keep");
    });
    form.addEventListener("change", () => this.show("", null));
  }

  async ask(form, keep) {
    const file = form.get("file");
    if (file.size > Number(this.dataset.most)) return this.show(this.dataset.large, null);
    const given = {
      geojson: await file.text(), datum: form.get("datum"), park: form.get("park") || null,
      name: file.name.slice(0, 200), keep, version: Number(this.dataset.version),
    };
    let answer;
    try {
      const response = await fetch("/graphql", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ query: this.dataset.query, variables: { given } }),
      });
      answer = await response.json();
    } catch {
      return this.show(this.dataset.broken, null);
    }
    const found = answer.data?.setOutline;
    if (!found) return this.show(answer.errors?.[0]?.message ?? this.dataset.broken, null);
    const [error] = found.userErrors;
    if (error) return this.show(error[this.dataset.message], null);
    if (found.kept) return location.reload();
    const distance = found.distance === null ? this.dataset.nowhere : `${found.distance.toFixed(1)} km`;
    this.show(this.dataset.understood.replace("{corners}", found.corners).replace("{distance}", distance),
      JSON.parse(found.outline));
  }

  // Says what became of it and draws it with the firms as dots; what was not looked at cannot be kept.
  show(text, outline) {
    this.said.textContent = text;
    this.preview.replaceChildren(...(outline ? [this.drawn(outline)] : []));
    this.keep.disabled = outline === null;
  }

  drawn({ coordinates }) {
    const rings = coordinates.flat(), corners = rings.flat();
    const firms = JSON.parse(this.dataset.firms), all = [...corners, ...firms];
    const east = Math.cos(corners[0][1] * Math.PI / 180);
    const xs = all.map(([lon]) => lon * east), ys = all.map(([, lat]) => lat);
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((WIDE - 2 * EDGE) / (right - left), (HIGH - 2 * EDGE) / (high - low));
    const at = ([lon, lat]) => [EDGE + (lon * east - left) * scale, HIGH - EDGE - (lat - low) * scale];
    const made = (name, attributes) => {
      const part = document.createElementNS(SVG, name);
      Object.entries(attributes).forEach(([key, value]) => part.setAttribute(key, value));
      return part;
    };
    const svg = made("svg", { width: WIDE, height: HIGH, viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" });
    svg.setAttribute("aria-label", this.dataset.label);
    const path = rings.map(ring => `M${ring.map(corner => at(corner).join(" ")).join(" L")} Z`).join(" ");
    svg.append(made("path", { class: "outline", d: path, "fill-rule": "evenodd" }));
    for (const firm of firms) {
      const [cx, cy] = at(firm);
      svg.append(made("circle", { class: "site", cx, cy, r: 4 }));
    }
    return svg;
  }
}

customElements.define("outline-form", OutlineForm);
