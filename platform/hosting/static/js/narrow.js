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

function narrowSelect(select) {
  const all = [...select.options];
  const box = searchBox("Type part of the name");
  select.before(box);
  select.dataset.search = "ready";
  box.addEventListener("input", () => {
    const wanted = fold(box.value.trim());
    const kept = all.filter((option) => !option.value || fold(option.text).includes(wanted));
    select.replaceChildren(...kept);
    const people = kept.filter((option) => option.value);
    if (wanted && people.length) select.value = people[0].value;
    if (!wanted) select.value = "";
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
