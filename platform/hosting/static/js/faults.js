// The error summary gets the focus, so a screen reader and a magnifier begin there.
export function focusFaults(root) {
  root.querySelector("[data-focus-first]")?.focus();
}
