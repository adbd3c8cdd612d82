// What pages do with a script; every one of them says the same without.
import "./cards.js";
import "./outline.js";
import "./sankey.js";
import "./work.js";

// A switch takes effect when it is turned; without a script its button does it.
document.addEventListener("change", event => {
  const form = event.target.closest("form.switch");
  if (form) form.requestSubmit();
});

// Where the map is wider than its box, the box opens on the firm in focus, else on the middle of all.
function toTheFirms() {
  for (const map of document.querySelectorAll("svg.map:not([data-shown])")) {
    // On a telephone it stands behind a switch.
    if (!map.checkVisibility()) continue;
    map.dataset.shown = "";
    const box = map.closest(".wide");
    const places = [...map.querySelectorAll(".site")].map(site => site.getBoundingClientRect().x);
    const chosen = map.querySelector(".chosen")?.getBoundingClientRect().x;
    const middle = chosen ?? places.sort((one, other) => one - other)[places.length >> 1];
    box.scrollLeft += middle - box.getBoundingClientRect().x - box.clientWidth / 2;
  }
}
toTheFirms();
document.addEventListener("change", toTheFirms);
new MutationObserver(toTheFirms).observe(document.body, { childList: true, subtree: true });
