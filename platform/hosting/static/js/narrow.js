// "Type part of a name": narrows a long select (data-search) or a list of names (data-narrow="#list").
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "");
}

function searchBox(words) {
  const box = document.createElement("input");
  box.type = "search";
  box.autocomplete = "off";
  box.setAttribute("aria-label", words);
  box.placeholder = words;
  return box;
}

// An option stays when it, or the name of its group, fits; groups stay together.
function fitting(nodes, wanted) {
  const kept = [];
  for (const node of nodes) {
    if (node.tagName !== "OPTGROUP") {
      if (!node.value || fold(node.text).includes(wanted)) kept.push(node.cloneNode(true));
      continue;
    }
    const whole = fold(node.label).includes(wanted);
    const options = [...node.children].filter((option) => whole || fold(option.text).includes(wanted));
    if (!options.length) continue;
    const group = node.cloneNode(false);
    group.append(...options.map((option) => option.cloneNode(true)));
    kept.push(group);
  }
  return kept;
}

function narrowSelect(select) {
  const all = [...select.children];
  const empty = select.querySelector("option[value='']")?.text;
  const box = searchBox("Type a few letters to find it");
  const said = document.createElement("span");
  said.className = "sr-only";
  said.setAttribute("role", "status");
  select.before(box, said);
  select.dataset.search = "ready";
  box.addEventListener("input", () => {
    const wanted = fold(box.value.trim());
    const chosen = select.value;
    select.replaceChildren(...(wanted ? fitting(all, wanted) : all));
    const found = [...select.options].filter((option) => option.value);
    // One left: that is meant. Several: the person chooses; a choice already made stays while it fits.
    select.value = wanted && found.length === 1 ? found[0].value : chosen;
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    const words = `${found.length} found`;
    said.textContent = wanted ? words : "";
    if (empty) select.options[0].text = wanted ? `${empty} (${words})` : empty;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function narrowNames(box) {
  const list = document.querySelector(box.dataset.narrow);
  const count = document.querySelector(box.dataset.count || "#no-count");
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("input", () => {
    const wanted = fold(box.value.trim());
    let shown = 0;
    for (const row of list.children) {
      row.hidden = !fold(row.dataset.name || row.textContent).includes(wanted);
      if (!row.hidden) shown += 1;
    }
    if (count) count.textContent = wanted ? `${shown} found` : "";
  });
}

export function narrowLists(root) {
  for (const select of root.querySelectorAll("select[data-search]:not([data-search=ready])")) narrowSelect(select);
  for (const box of root.querySelectorAll("input[data-narrow]:not([data-ready])")) {
    box.dataset.ready = "yes";
    narrowNames(box);
  }
}
