// A form goes out once: after the first submit its buttons rest until the page is shown again.
// The server does not rely on this; the hidden `key` field makes a second arrival the same act.
function rest(form, resting) {
  form.toggleAttribute("data-sent", resting);
  form.setAttribute("aria-busy", String(resting));
  for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = resting;
}

function onSubmit(event) {
  const form = event.currentTarget;
  if (form.hasAttribute("data-sent")) {
    event.preventDefault();
    return;
  }
  // After this turn, so the pressed button's own name and value still travel with the form.
  setTimeout(() => rest(form, true), 0);
}

export function guardForms(root) {
  for (const form of root.querySelectorAll("form[method=post]")) {
    if (form.dataset.guarded) continue;
    form.dataset.guarded = "yes";
    form.addEventListener("submit", onSubmit);
    form.addEventListener("htmx:afterRequest", () => rest(form, false));
  }
}

// The back button may bring the page back from memory with its buttons still resting.
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
});
