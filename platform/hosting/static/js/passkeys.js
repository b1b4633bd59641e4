// Passkey buttons appear only where a device can answer them; when it does not, the page says so in words.
// The asking itself is allauth's webauthn.js, which tells of trouble by an event.
const parts = document.querySelectorAll("[data-passkey]");

if (window.PublicKeyCredential) {
  for (const part of parts) part.hidden = false;
  for (const missing of document.querySelectorAll("[data-no-passkey]")) missing.hidden = true;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const words of document.querySelectorAll("[data-passkey-trouble]")) words.hidden = false;
});
