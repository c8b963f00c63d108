// Searches the index of teikit. Its parts are scripts, which pages on a disk can load: the first when
// somebody is about to type, the others when their words or texts are needed.
"use strict";
window.teikitEngine = ({ folder, folded, wordsOf }) => {
  const loading = new Map();

  const load = (name) => {
    if (!loading.has(name)) {
      loading.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, folder);
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

  const spaced = (words) => ` ${wordsOf(folded(words)).map((match) => match[0]).join(" ")} `;

  const withField = (index, at, inField) => {
    const counts = new Map();
    index.letters.forEach((letter, number) => {
      if (inField(letter[at])) counts.set(number, 1);
    });
    return counts;
  };

  // The letters that have all that is asked for, the best first.
  const results = async (index, terms, inField) => {
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
        keep(withField(index, index.fields[term.name], (value) => inField(value, term.words)));
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

  // Which words of a text are marked, from where to where, and around which place it is shown.
  const marked = (words, terms) => {
    const wanted = terms.filter((term) => !term.name).flatMap((term) => term.words);
    const phrases = terms.filter((term) => term.exact && !term.name && term.words.length > 1);
    const all = wordsOf(words);
    const hits = all.filter((match) => wanted.some((word) => folded(match[0]).startsWith(word)));
    const starts = phrases.map((term) => all.findIndex((match, at) =>
      term.words.every((word, step) => all[at + step] && folded(all[at + step][0]) === word)));
    const begin = starts.find((at) => at >= 0);
    return {
      marks: hits.map((match) => [match.index, match.index + match[0].length]),
      middle: begin !== undefined ? all[begin].index : hits.length ? hits[0].index : 0,
    };
  };

  const search = async (terms, inField) => {
    const index = await first();
    return (await results(index, terms, inField)).map(([number]) => async () => {
      const letter = index.letters[number];
      const words = await text(index, number);
      const { address, title, date } = index.fields;
      return { address: letter[address], title: letter[title], date: letter[date], text: words, ...marked(words, terms) };
    });
  };

  return { load: first, search };
};
