// Searches the index that the site was made with; it is loaded when somebody begins to type.
"use strict";
(() => {
  const form = document.querySelector(".search");
  const field = form.querySelector("input");
  const status = form.querySelector(".found");
  const list = form.querySelector(".results");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[ßæœøłđðþıς]/gu, (letter) => LETTERS[letter]);
  const WORD = /[\p{L}\p{N}]+/gu;
  const MOST = 50;
  let loading = null;

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = form.dataset.index;
      script.addEventListener("load", () => resolve(window.teikit));
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loading;
  };

  // A query: words (their beginnings count), "phrases", and fields such as from:Name.
  const parsed = (text) => {
    const terms = [];
    for (const [, name, quoted, word] of text.matchAll(/(?:(\w+):)?(?:"([^"]*)"|(\S+))/gu)) {
      const words = [...folded(quoted ?? word).matchAll(WORD)].map((match) => match[0]);
      if (words.length) terms.push({ name: name ?? "", words, exact: quoted !== undefined });
    }
    return terms;
  };

  // The letters in which a word or a beginning of words is: their number, and how often.
  const matching = (index, word) => {
    const sorted = index.words;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < word) low = middle + 1;
      else high = middle;
    }
    const counts = new Map();
    for (let at = low; at < sorted.length && sorted[at].startsWith(word); at += 1) {
      const postings = index.postings[at];
      let letter = 0;
      for (let part = 0; part < postings.length; part += 2) {
        letter += postings[part];
        counts.set(letter, (counts.get(letter) ?? 0) + postings[part + 1] * (sorted[at] === word ? 2 : 1));
      }
    }
    return counts;
  };

  const inField = (value, words) => words.every((word) =>
    [...folded(value).matchAll(WORD)].some((match) => match[0].startsWith(word)));

  const results = (index, terms) => {
    let scores = null;
    const keep = (counts) => {
      if (scores === null) scores = new Map(counts);
      else {
        for (const [letter, score] of scores) {
          if (counts.has(letter)) scores.set(letter, score + counts.get(letter));
          else scores.delete(letter);
        }
      }
    };
    for (const term of terms) {
      if (term.name && Object.hasOwn(index.fields, term.name)) {
        const at = index.fields[term.name];
        const counts = new Map();
        index.letters.forEach((letter, number) => {
          if (inField(letter[at], term.words)) counts.set(number, 1);
        });
        keep(counts);
        continue;
      }
      for (const word of term.words) keep(matching(index, word));
      if (term.exact && term.words.length > 1) {
        const phrase = ` ${term.words.join(" ")} `;
        for (const letter of [...scores.keys()]) {
          if (!plain(index.letters[letter][index.fields.text]).includes(phrase)) scores.delete(letter);
        }
      }
    }
    return [...(scores ?? new Map())].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  };

  const plain = (text) => ` ${[...folded(text).matchAll(WORD)].map((match) => match[0]).join(" ")} `;

  const snippet = (text, terms) => {
    const wanted = terms.filter((term) => !term.name).flatMap((term) => term.words);
    const hits = [...text.matchAll(WORD)].filter((match) =>
      wanted.some((word) => folded(match[0]).startsWith(word)));
    const first = hits.length ? hits[0].index : 0;
    const start = Math.max(0, first - 90);
    const end = Math.min(text.length, first + 160);
    const parts = document.createElement("p");
    let at = start;
    if (start) parts.append("… ");
    for (const hit of hits) {
      if (hit.index < at || hit.index + hit[0].length > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      parts.append(text.slice(at, hit.index), mark);
      at = hit.index + hit[0].length;
    }
    parts.append(text.slice(at, end), end < text.length ? " …" : "");
    return parts;
  };

  const show = async () => {
    const terms = parsed(field.value);
    if (!terms.length) {
      list.replaceChildren();
      status.textContent = "";
      form.dataset.shown = field.value;
      return;
    }
    const asked = field.value;
    const index = await load();
    if (asked !== field.value) return; // somebody has typed on
    const found = results(index, terms);
    status.textContent = found.length
      ? status.dataset.some.replace("{count}", String(found.length))
      : status.dataset.none;
    list.replaceChildren(...found.slice(0, MOST).map(([number]) => {
      const letter = index.letters[number];
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = letter[index.fields.address];
      link.textContent = letter[index.fields.title];
      item.append(link, snippet(letter[index.fields.text], terms));
      return item;
    }));
    form.dataset.shown = asked;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("focus", load, { once: true });
  field.addEventListener("input", show);
  form.hidden = false;
})();
