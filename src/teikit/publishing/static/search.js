// Searches the index that the site was made with. Its parts are scripts, which pages on a disk can
// load: the first when somebody is about to type, the others when their words or texts are needed.
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
  const loading = new Map();

  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = form.dataset.index.replace("index.js", `${name}.js`);
        script.addEventListener("load", resolve);
        script.addEventListener("error", reject);
        document.head.append(script);
      }));
    }
    return loading.get(name);
  };
  const first = async () => {
    await load("index");
    return window.teikit;
  };
  const part = async (index, name) => {
    await load(name);
    return index.parts[name];
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

  // The place in a sorted list of the first of which `behind` says that it is not before.
  const place = (count, before) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // The letters in which a word or a beginning of words is: their number, and how often.
  const matching = async (index, word, exact) => {
    const counts = new Map();
    const begins = index.words;
    let number = Math.max(0, place(begins.length, (at) => begins[at] <= word) - 1);
    for (; number < begins.length && (begins[number] <= word || begins[number].startsWith(word)); number += 1) {
      const rows = await part(index, `words-${number}`);
      let at = place(rows.length, (row) => rows[row][0] < word);
      for (; at < rows.length && rows[at][0].startsWith(word); at += 1) {
        const row = rows[at];
        const same = row[0] === word;
        if (exact && !same) break;
        for (let pair = 1, letter = 0; pair < row.length; pair += 2) {
          letter += row[pair];
          counts.set(letter, (counts.get(letter) ?? 0) + row[pair + 1] * (same ? 2 : 1));
        }
      }
    }
    return counts;
  };

  const text = async (index, letter) => {
    const number = place(index.texts.length, (at) => index.texts[at] <= letter) - 1;
    return (await part(index, `texts-${number}`))[letter - index.texts[number]];
  };

  const inField = (value, words) => words.every((word) =>
    [...folded(value).matchAll(WORD)].some((match) => match[0].startsWith(word)));

  const spaced = (words) => ` ${[...folded(words).matchAll(WORD)].map((match) => match[0]).join(" ")} `;

  const withField = (index, at, words) => {
    const counts = new Map();
    index.letters.forEach((letter, number) => {
      if (inField(letter[at], words)) counts.set(number, 1);
    });
    return counts;
  };

  // The letters that have all that is asked for, the best first.
  const results = async (index, terms) => {
    let scores = null;
    const keep = (counts) => {
      const before = scores;
      scores = new Map();
      for (const [letter, score] of counts) {
        if (before === null || before.has(letter)) scores.set(letter, score + (before?.get(letter) ?? 0));
      }
    };
    const phrases = [];
    for (const term of terms) {
      if (term.name && Object.hasOwn(index.fields, term.name)) {
        keep(withField(index, index.fields[term.name], term.words));
        continue;
      }
      for (const word of term.words) keep(await matching(index, word, term.exact));
      if (term.exact && term.words.length > 1) phrases.push(` ${term.words.join(" ")} `);
    }
    const sorted = [...(scores ?? [])].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
    if (!phrases.length) return sorted;
    const found = [];
    for (const each of sorted) {
      const title = spaced(index.letters[each[0]][index.fields.title]);
      const words = spaced(await text(index, each[0]));
      if (phrases.every((phrase) => words.includes(phrase) || title.includes(phrase))) found.push(each);
    }
    return found;
  };

  const snippet = (words, terms) => {
    const wanted = terms.filter((term) => !term.name).flatMap((term) => term.words);
    const phrases = terms.filter((term) => term.exact && !term.name && term.words.length > 1);
    const all = [...words.matchAll(WORD)];
    const hits = all.filter((match) => wanted.some((word) => folded(match[0]).startsWith(word)));
    const starts = phrases.map((term) => all.findIndex((match, at) =>
      term.words.every((word, step) => all[at + step] && folded(all[at + step][0]) === word)));
    const begin = starts.find((at) => at >= 0);
    const middle = begin !== undefined ? all[begin].index : hits.length ? hits[0].index : 0;
    const start = Math.max(0, words.lastIndexOf(" ", Math.max(0, middle - 90)) + 1);
    const end = middle + 160 < words.length ? words.lastIndexOf(" ", middle + 160) : words.length;
    const parts = document.createElement("p");
    let at = start;
    if (start) parts.append("… ");
    for (const hit of hits) {
      if (hit.index < at || hit.index + hit[0].length > end) continue;
      const mark = document.createElement("mark");
      mark.textContent = hit[0];
      parts.append(words.slice(at, hit.index), mark);
      at = hit.index + hit[0].length;
    }
    parts.append(words.slice(at, Math.max(at, end)), end < words.length ? " …" : "");
    return parts;
  };

  const row = async (index, number, terms) => {
    const letter = index.letters[number];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = letter[index.fields.address];
    link.textContent = letter[index.fields.title];
    const date = document.createElement("span");
    date.className = "date";
    date.textContent = letter[index.fields.date];
    item.append(link, " ", date, snippet(await text(index, number), terms));
    return item;
  };

  const show = async () => {
    const asked = field.value;
    const terms = parsed(asked);
    let words = "";
    let rows = [];
    if (terms.length) {
      const index = await first();
      const found = await results(index, terms);
      rows = await Promise.all(found.slice(0, MOST).map(([number]) => row(index, number, terms)));
      words = found.length
        ? status.dataset.some.replace("{count}", String(found.length))
        : status.dataset.none;
    }
    if (asked !== field.value) return; // somebody has typed on
    status.textContent = words;
    list.replaceChildren(...rows);
    form.dataset.shown = asked;
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("focus", first, { once: true });
  field.addEventListener("input", show);
  form.hidden = false;
  if (field.value) show(); // somebody has come back
})();
