// Typing a free length chooses "Another length"; choosing a common one empties the free fields.
export function followLength(root) {
  for (const picker of root.querySelectorAll("[data-length]")) {
    const free = picker.querySelectorAll("input[type=text]");
    const other = picker.querySelector("input[value=other]");
    picker.addEventListener("input", (event) => {
      if (event.target.type === "text" && event.target.value) other.checked = true;
    });
    picker.addEventListener("change", (event) => {
      if (event.target.type === "radio" && event.target !== other) for (const box of free) box.value = "";
    });
  }
}
