// Everything beside the picture. Texts of the park reach the page by textContent, never as markup.
function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function entry(key, note = amountOf(key)) {
  const item = element("li");
  const button = element("button", "", { type: "button", "data-key": key, "data-kind": cards.get(key).kind });
  button.append(element("span", "", { class: "swatch", "aria-hidden": "true" }),
    element("span", nameOf(key), { class: "what" }),
    element("span", word(`kind.${cards.get(key).kind}`), { class: "hidden" }));
  if (note) button.append(element("span", note, { class: "count" }));
  if (key === state.selected) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => select(key));
  item.append(button);
  return item;
}

function writeList(hits) {
  byId("list-title").textContent = word("list");
  const list = element("ul");
  list.append(...hits.map((key) => entry(key)));
  byId("list").replaceChildren(hits.length ? list : element("p", word("nothing"), { class: "hint" }));
  byId("shown").textContent = `${word("shown")} ${hits.length} ${word("of")} ${cards.size}`;
}

function writeDetails() {
  const place = byId("details");
  byId("clear").hidden = !state.selected;
  if (!state.selected) {
    place.replaceChildren(element("p", word("pick"), { class: "hint" }));
    return;
  }
  const key = state.selected;
  const card = cards.get(key);
  const other = card.name[state.language === "zh" ? "en" : "zh"];
  const parts = [element("h3", nameOf(key))];
  if (other !== nameOf(key)) {
    parts.push(element("p", other, { class: "other", lang: state.language === "zh" ? "en" : "zh-CN" }));
  }
  parts.push(element("span", word(`kind.${card.kind}`), { class: "badge", "data-kind": card.kind }));
  if (card.estimate) parts.push(element("span", word("estimateMark"), { class: "badge estimate" }));
  if (card.amount) parts.push(element("p", amountOf(key), { class: "figure" }));
  const facts = element("dl");
  for (const [name, text] of card.facts) {
    facts.append(element("dt", name[state.language]), element("dd", text[state.language]));
  }
  parts.push(facts, ...neighbours(key));
  place.replaceChildren(...parts);
  place.parentElement.scrollTop = 0;
}

function neighbours(key) {
  const mine = new Set([key, ...(cards.get(key).kind === "enterprise" ? owned.get(key) ?? [] : [])]);
  const about = (edge) => [edge.amount[state.language], word(`flowShort.${edge.kind}`), edge.state[state.language]];
  const flowing = (from, to) => flows.filter((edge) => mine.has(edge[from]) && !mine.has(edge[to]))
    .map((edge) => entry(edge[to], about(edge).filter(Boolean).join(" · ")));
  const relations = (touching.get(key) ?? []).filter((edge) => edge.kind === "relation")
    .map((edge) => (edge.from === key ? edge.to : edge.from));
  const groups = [
    ["owner", cards.get(key).owner ? [entry(cards.get(key).owner)] : []],
    ["outgoing", flowing("from", "to")],
    ["incoming", flowing("to", "from")],
    ["owns", (owned.get(key) ?? []).map((other) => entry(other))],
    ["takers", takersOf(key).map((other) => entry(other))],
    ["givers", giversOf(key).map((other) => entry(other))],
    ["related", [...new Set(relations)].map((other) => entry(other))],
  ];
  return groups.filter(([, items]) => items.length).flatMap(([name, items]) => {
    const list = element("ul");
    list.append(...items);
    const note = name === "takers" || name === "givers" ? [element("p", word("takersNote"), { class: "hint" })] : [];
    return [element("h4", `${word(name)} (${items.length})`), ...note, list];
  });
}

function writeNotice() {
  const said = [];
  if (cards.size < data.total) {
    said.push(word("capped").replace("{drawn}", cards.size).replace("{total}", data.total));
  }
  if (data.flowsLeftOut) said.push(word("flowsLeftOut").replace("{count}", data.flowsLeftOut));
  byId("notice").textContent = said.join(" ");
  byId("notice").hidden = !said.length;
  byId("note").textContent = data.note ? data.note[state.language] : "";
  byId("about").hidden = !data.note;
}

function writeWastes() {
  const options = data.wastes.map((waste) => element("option", waste[state.language], { value: waste.id }));
  byId("waste").replaceChildren(element("option", word("everyWaste"), { value: "" }), ...options);
  byId("waste").value = state.waste;
}

function writeWords() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  document.title = `${word("title")} · ${word("product")}`;
  for (const [name, attribute] of [["wordPlaceholder", "placeholder"], ["wordLabel", "aria-label"], ["wordTitle", "title"]]) {
    const selector = `[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`;
    for (const found of document.querySelectorAll(selector)) found.setAttribute(attribute, word(found.dataset[name]));
  }
  for (const found of document.querySelectorAll("[data-word]")) found.textContent = word(found.dataset.word);
  byId("language").lang = state.language === "zh" ? "en" : "zh-CN";
  writeNotice();
  writeWastes();
}

// How many of each are shown now; a kind that the park has none of has no switch.
function writeCounts() {
  const shown = inFlows() ? [...columnPlaces.keys()].map((id) => cards.get(plain(id)).kind)
    : [...visible].map((key) => cards.get(key).kind);
  const drawn = (inFlows() ? lines : shownEdges).map((edge) => edge.kind);
  for (const found of document.querySelectorAll("[data-count]")) {
    const name = found.dataset.count;
    const chip = found.closest("[data-flow]");
    found.textContent = (chip ? drawn : shown).filter((kind) => kind === name).length;
    if (chip) chip.hidden = !flows.some((edge) => edge.kind === name);
    else found.closest("[data-kind]").hidden = inFlows() && !shown.includes(name);
  }
  byId("fingerprint").textContent = data.fingerprint.slice(0, 12);
}

// ---- what people do --------------------------------------------------------------------------------
for (const [name, chosen] of [["kind", state.kinds], ["flow", state.flows]]) {
  for (const box of document.querySelectorAll(`[name=${name}]`)) {
    if (box.checked) chosen.add(box.value);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(box.value);
      else chosen.delete(box.value);
      refresh();
      if (name === "kind" && !inFlows()) fit();
    });
  }
}
byId("search").addEventListener("input", (event) => {
  state.query = event.target.value.trim();
  if (state.selected) select(null);
  else refresh();
});
byId("tools").addEventListener("submit", (event) => {
  event.preventDefault();
  const [first] = matches();
  if (state.query && first) select(first);
});
byId("waste").addEventListener("change", (event) => {
  state.waste = event.target.value;
  state.selected = null;
  refresh();
  if (!inFlows()) fit();
});
byId("language").addEventListener("click", () => {
  state.language = state.language === "zh" ? "en" : "zh";
  writeWords();
  refresh();
});
byId("clear").addEventListener("click", () => { select(null); byId("search").focus(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.selected) select(null); });
byId("fit").addEventListener("click", () => (inFlows() ? fitColumns(true) : fit()));
for (const box of document.querySelectorAll("[name=view]")) box.addEventListener("change", () => show(box.value));
for (const [id, factor] of [["zoom-in", 1.3], ["zoom-out", 1 / 1.3]]) {
  byId(id).addEventListener("click", () => network.moveTo({ scale: network.getScale() * factor, animation: animation() }));
}
dark.addEventListener("change", () => { readColours(); refresh(); });

readAddress();
writeWords();
show(state.view);
