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
