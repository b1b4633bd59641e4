// Small conveniences; every page works without them. Each module owns one attribute.
import { guardForms } from "./once.js";
import { focusFaults } from "./faults.js";
import { offerPrinting } from "./printing.js";
import { followLength } from "./length.js";
import { narrowLists } from "./narrow.js";

function prepare(root) {
  guardForms(root);
  focusFaults(root);
  offerPrinting(root);
  followLength(root);
  narrowLists(root);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
