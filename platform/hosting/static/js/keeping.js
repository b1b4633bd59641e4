// What is typed into a long form is kept as one goes: after each field, and when the tab is closed or put away.
// <form data-keeps="#place"> names where the server's answer is shown. Without scripts, the button saves.
const PAUSE = 300;

function keep(form) {
  const body = new FormData(form);
  body.set("quiet", "yes");
  return fetch(location.pathname, { method: "POST", body, keepalive: true, credentials: "same-origin" });
}

function watch(form) {
  const place = document.querySelector(form.dataset.keeps);
  let waiting, changed = false;

  async function save() {
    clearTimeout(waiting);
    if (!changed || form.hasAttribute("data-sent")) return;
    changed = false;
    try {
      const answer = await keep(form);
      if (answer.ok) place.innerHTML = await answer.text();
      else changed = true;
    } catch {
      changed = true; // out of reach for now: the next change, or the button, saves
    }
  }

  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("change", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  addEventListener("pagehide", save);
}

for (const form of document.querySelectorAll("form[data-keeps]")) watch(form);
