// Builds everything under platform/hosting/static that is made rather than written:
// css/app.css (Tailwind 4 + daisyUI 5, only the classes in use), the fonts and the icon sprite.
// Refuses to finish when a theme misses WCAG AA, so a bank can never choose colours its members cannot read.
// Run by whoever changes the look: `npm install --ignore-scripts && npm run build`, then commit the result.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, "../../platform/hosting/static");
const PAPER = "#fbf7ef";
const WHITE = "#ffffff";
const FONT = "node_modules/@fontsource-variable/atkinson-hyperlegible-next";
const ICONS = {
  home: "house", record: "clock-plus", statement: "receipt-text", directory: "users", menu: "menu",
  guidelines: "book-open", phone: "phone-call", phone_number: "phone", member_add: "user-plus", rules: "scale",
  sign_out: "log-out", sign_in: "log-in", error: "circle-alert", done: "circle-check", info: "info",
  warning: "triangle-alert", print: "printer", search: "search", mail: "mail", place: "map-pin",
  given: "hand-heart", received: "hand-helping", exchange: "handshake", events: "calendar-days",
  figures: "chart-column", next: "chevron-right", back: "arrow-left", forward: "arrow-right", undo: "undo-2",
  ride: "car-front", group: "users-round", leadership: "award", even: "equal", message: "message-circle",
  bank: "building-2", jobs: "list-checks", proof: "shield-check", person: "user-round", filter: "sliders-horizontal",
  travel: "route", download: "download", history: "history", close: "x", plus: "plus", check: "check",
  clock: "clock", text: "scroll-text", inbox: "inbox",
};
// Two halves of one hour, given and received, passing each other.
const EMBLEM = `<symbol id="emblem" viewBox="0 0 48 48"><path d="M22.4 3.5a17 17 0 0 0 0 34z" fill="currentColor"/>` +
  `<path d="M25.6 10.5a17 17 0 0 1 0 34z" fill="currentColor" opacity=".72"/></symbol>`;

function luminance(hex) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = parts.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function checkContrast(themes) {
  for (const [name, colour] of Object.entries(themes)) {
    const pairs = [[WHITE, colour.bank, 5.5], [colour.bank, PAPER, 5], [colour.deep, colour.soft, 7], [colour.deep, colour.line, 4.5]];
    for (const [one, other, least] of pairs) {
      if (contrast(one, other) < least) throw new Error(`${name}: ${one} on ${other} is ${contrast(one, other).toFixed(2)}, below ${least}`);
    }
  }
}

function themeCss(themes) {
  const rule = (name, c, first) => `${first ? ":root, " : ""}[data-theme="${name}"] {
  --bank: ${c.bank}; --bank-deep: ${c.deep}; --bank-soft: ${c.soft}; --bank-line: ${c.line};
  --color-primary: ${c.bank}; --color-primary-content: ${WHITE};
}`;
  return "/* Made by build.mjs from themes.json. */\n" +
    Object.entries(themes).map(([name, c], at) => rule(name, c, at === 0)).join("\n") + "\n";
}

function sprite() {
  const symbols = Object.entries(ICONS).map(([name, file]) => {
    const svg = readFileSync(join(HERE, "node_modules/lucide-static/icons", `${file}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
  });
  return `<!-- Icons: Lucide, ISC licence, see ../LICENCES.txt. Emblem: Commonhour. -->\n` +
    `<svg xmlns="http://www.w3.org/2000/svg">\n${[EMBLEM, ...symbols].join("\n")}\n</svg>\n`;
}

const themes = JSON.parse(readFileSync(join(HERE, "themes.json"), "utf8"));
checkContrast(themes);
for (const folder of ["css", "fonts", "icons"]) mkdirSync(join(STATIC, folder), { recursive: true });
writeFileSync(join(HERE, "src/themes.css"), themeCss(themes));
writeFileSync(join(STATIC, "icons/sprite.svg"), sprite());
writeFileSync(join(STATIC, "icons/emblem.svg"), EMBLEM.replace("<symbol id=\"emblem\"", "<svg xmlns=\"http://www.w3.org/2000/svg\" color=\"#2c6a3f\"").replace("</symbol>", "</svg>\n"));
for (const cut of ["latin-wght-normal", "latin-ext-wght-normal", "latin-wght-italic"]) {
  copyFileSync(join(HERE, FONT, `files/atkinson-hyperlegible-next-${cut}.woff2`), join(STATIC, `fonts/atkinson-${cut}.woff2`));
}
const licences = [["Atkinson Hyperlegible Next", `${FONT}/LICENSE`], ["Lucide", "node_modules/lucide-static/LICENSE"],
  ["daisyUI", "node_modules/daisyui/LICENSE"], ["Tailwind CSS", "node_modules/tailwindcss/LICENSE"]];
writeFileSync(join(STATIC, "LICENCES.txt"), licences.map(([name, file]) => `== ${name} ==\n\n${readFileSync(join(HERE, file), "utf8").trim()}\n`).join("\n"));
execFileSync(join(HERE, "node_modules/.bin/tailwindcss"), ["-i", "src/app.css", "-o", join(STATIC, "css/app.css"), "--minify"], { cwd: HERE, stdio: "inherit" });
