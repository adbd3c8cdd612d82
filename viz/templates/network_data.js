// The page's data and what belongs together. The three network_*.js files are one script.
const data = JSON.parse(document.getElementById("data").textContent);
const cards = new Map(Object.entries(data.cards));
const byId = (id) => document.getElementById(id);
const stage = byId("network");
const state = { language: data.language, selected: null, query: "", waste: "", view: "cards", kinds: new Set(), flows: new Set() };
let visible = new Set();
let related = null;
let colours = {};
let family = "sans-serif";
const fitted = new Map();
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

const word = (name) => data.words[name][state.language];
const nameOf = (key) => cards.get(key).name[state.language];
const amountOf = (key) => {
  const card = cards.get(key);
  return card.amount ? (card.estimate ? "≈ " : "") + card.amount[state.language] : "";
};

// ---- what belongs together -------------------------------------------------------------------------
const owned = new Map();
for (const [key, card] of cards) {
  if (card.owner) owned.set(card.owner, [...(owned.get(card.owner) ?? []), key]);
}
const flows = data.edges.filter((edge) => edge.kind !== "relation");
const touching = new Map();
for (const edge of data.edges) {
  for (const end of new Set([edge.from, edge.to])) {
    if (!touching.has(end)) touching.set(end, []);
    touching.get(end).push(edge);
  }
}
const takes = (facility, stream) => cards.get(facility).takes.some((id) => cards.get(stream).lineage.includes(id));
const takersOf = (key) => [...cards.keys()].filter((other) => takes(other, key));
const giversOf = (key) => [...cards.keys()].filter((other) => takes(key, other));
const searchable = new Map([...cards].map(([key, card]) =>
  [key, `${card.name.zh}\n${card.name.en}\n${key}`.toLowerCase()]));

function ofWaste() {
  if (!state.waste) return null;
  const streams = [...cards].filter(([, card]) => card.lineage.includes(state.waste)).map(([key]) => key);
  const found = new Set(streams);
  const materials = new Set(streams.flatMap((key) => cards.get(key).lineage));
  for (const [key, card] of cards) {
    if (card.takes.some((material) => materials.has(material))) found.add(key);
  }
  for (const edge of flows) if (streams.includes(edge.from)) found.add(edge.to);
  for (const key of [...found]) {
    if (cards.get(key).owner) found.add(cards.get(key).owner);
    for (const edge of touching.get(key) ?? []) {
      if (edge.kind === "relation" && edge.from === key) found.add(edge.to);
    }
  }
  return found;
}

function relatedTo(key) {
  const found = new Set([key, ...(owned.get(key) ?? []), ...takersOf(key), ...giversOf(key)]);
  if (cards.get(key).owner) found.add(cards.get(key).owner);
  for (const start of [key, ...(owned.get(key) ?? [])]) {
    for (const edge of touching.get(start) ?? []) {
      if (edge.kind === "relation" && start !== key) continue;
      for (const end of [edge.from, edge.to]) {
        found.add(end);
        if (cards.get(end).owner) found.add(cards.get(end).owner);
      }
    }
  }
  return found;
}
