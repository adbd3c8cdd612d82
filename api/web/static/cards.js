// On a telephone a table of many columns would have to be pushed sideways: its rows become cards (web.css).
// Each cell is told the name of its column, and the parts keep the roles that another layout would take away.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };

function card(table) {
  const names = [...table.querySelectorAll("thead th")].map(head => head.textContent.trim());
  if (names.length < 3) return;
  table.classList.add("cards");
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td")]) {
    part.setAttribute("role", ROLES[part.tagName]);
  }
  for (const head of table.querySelectorAll("th")) {
    head.setAttribute("role", head.closest("thead") ? "columnheader" : "rowheader");
  }
  for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
    let at = 0;
    for (const cell of row.cells) {
      if (cell.tagName === "TD") cell.dataset.column = names[at] ?? "";
      at += cell.colSpan;
    }
  }
}

const cards = () => document.querySelectorAll(".wide > table:not(.cards)").forEach(card);
cards();
new MutationObserver(cards).observe(document.body, { childList: true, subtree: true });
