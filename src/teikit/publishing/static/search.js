// The search of the first page: what is asked, and what is shown. Which letters are found is said by
// the engine that stands before this in the script.
"use strict";
(() => {
  const form = document.querySelector(".search");
  const field = form.querySelector("input");
  const status = form.querySelector(".found");
  const list = form.querySelector(".results");
  const fromDisk = form.querySelector(".from-disk");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[ßæœøłđðþıς]/gu, (letter) => LETTERS[letter]);
  const WORD = /[\p{L}\p{N}]+/gu;
  const MOST = 50;
  const wordsOf = (text) => [...text.matchAll(WORD)];

  if (fromDisk && !/^https?:$/u.test(location.protocol)) {
    fromDisk.hidden = false;
    form.replaceChildren(fromDisk);
    form.hidden = false;
    return;
  }
  const folder = new URL(".", new URL(form.dataset.index, document.baseURI));
  const engine = window.teikitEngine({ folder, folded, wordsOf });

  // A query: words (their beginnings count), "phrases", and fields such as from:Name.
  const parsed = (text) => {
    const terms = [];
    for (const [, name, quoted, word] of text.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/gu)) {
      const written = quoted ?? word;
      const words = wordsOf(folded(written)).map((match) => match[0]);
      if (words.length) terms.push({ name: name ?? "", written, words, exact: quoted !== undefined });
    }
    return terms;
  };

  const inField = (value, words) => words.every((word) =>
    wordsOf(folded(value)).some((match) => match[0].startsWith(word)));

  const snippet = ({ text, marks, middle }) => {
    const start = Math.max(0, text.lastIndexOf(" ", Math.max(0, middle - 90)) + 1);
    const end = middle + 160 < text.length ? text.lastIndexOf(" ", middle + 160) : text.length;
    const parts = document.createElement("p");
    let at = start;
    if (start) parts.append("… ");
    for (const [from, to] of marks) {
      if (from < at || to > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      parts.append(text.slice(at, from), mark);
      at = to;
    }
    parts.append(text.slice(at, Math.max(at, end)), end < text.length ? " …" : "");
    return parts;
  };

  const row = async (found) => {
    const letter = await found();
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = letter.address;
    link.textContent = letter.title;
    const date = document.createElement("span");
    date.className = "date";
    date.textContent = letter.date;
    item.append(link, " ", date, snippet(letter));
    return item;
  };

  const show = async () => {
    const asked = field.value;
    const terms = parsed(asked);
    let words = "";
    let rows = [];
    if (engine.pause) await new Promise((resolve) => setTimeout(resolve, engine.pause));
    if (asked !== field.value) return;
    try {
      if (terms.length) {
        const found = await engine.search(terms, inField);
        rows = await Promise.all(found.slice(0, MOST).map(row));
        words = found.length
          ? status.dataset.some.replace("{count}", String(found.length))
          : status.dataset.none;
      }
    } catch (error) {
      status.textContent = status.dataset.failed ?? "";
      throw error;
    }
    if (asked !== field.value) return; // somebody has typed on
    status.textContent = words;
    list.replaceChildren(...rows);
    form.dataset.shown = asked;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("focus", engine.load, { once: true });
  field.addEventListener("input", show);
  form.hidden = false;
  if (field.value) show(); // somebody has come back
})();
