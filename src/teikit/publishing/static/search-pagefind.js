// Searches the index of Pagefind. Its program and its parts are fetched, which a web server is needed
// for: the program when somebody is about to type, the parts when their words or texts are needed.
"use strict";
window.teikitEngine = ({ folder, folded, wordsOf }) => {
  const FORMS = 3;
  const MAGIC = "pagefind_dcd";
  const inner = /[\p{L}\p{N}].*[\p{L}\p{N}]|[\p{L}\p{N}]/u;
  const fetched = new Map();
  let program = null;

  const started = async () => {
    const pagefind = await import(new URL("pagefind.js", folder));
    await pagefind.init();
    return pagefind;
  };
  const first = () => (program ??= started());

  const loaded = (name, read) => {
    if (!fetched.has(name)) fetched.set(name, fetch(new URL(name, folder)).then(read));
    return fetched.get(name);
  };
  const list = (name) => loaded(name, (answer) => answer.json());

  // What is known of a letter, and its text; some servers unpack what they send.
  const unpacked = async (answer) => {
    const packed = await answer.arrayBuffer();
    const plainly = new TextDecoder().decode(packed);
    if (plainly.startsWith(MAGIC)) return JSON.parse(plainly.slice(MAGIC.length));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse((await new Response(stream).text()).slice(MAGIC.length));
  };
  const letter = (id) => loaded(`fragment/${id}.pf_fragment`, unpacked);

  // A word as it begins in most of its forms; and as Pagefind writes it in the index.
  const begin = (word) => word.slice(0, Math.max(FORMS, word.length - FORMS));
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Has all parts loaded that have words with a beginning; by itself, Pagefind loads the first.
  const prepare = async (pagefind, word) => {
    const wanted = begin(plain(word));
    const parts = (await list("words.json")).filter((start) => start.startsWith(wanted));
    await Promise.all(parts.map((start) => pagefind.preload(start)));
  };

  // Whether a word of a letter begins as the one that was asked for, but for its last letters.
  const isAlike = async ({ id, words }, word) => {
    const wanted = begin(folded(word));
    const all = (await letter(id)).content.split(" ");
    return words.some((at) => wordsOf(folded(all[at])).some((match) => match[0].startsWith(wanted)));
  };

  // The letters in which a word is, in any of its forms, or a beginning of words: with all places.
  // Where no letter has it, Pagefind looks for a beginning of it, so that others may be found; and it
  // is slow with very many words, as beginnings of one letter or two have them.
  const matching = async (pagefind, word) => {
    const exact = `"${word}"`;
    const short = word.length < FORMS;
    if (!short) await prepare(pagefind, word);
    const { results } = await pagefind.search(short ? exact : word);
    const found = results.filter(({ words }) => words.length); // others have it in their dates
    if (!short && found.length && !(await isAlike(found[0], word))) {
      if (!(await pagefind.search(exact)).results.length) return new Map();
    }
    return new Map(found.map(({ id, score, words }) => [id, { score, places: words }]));
  };

  // What is in both, with what `joined` makes of the places; none is no match.
  const both = (before, now, joined) => {
    const found = new Map();
    for (const [id, { score, places }] of now) {
      const other = before.get(id);
      const all = other ? joined(other.places, places) : [];
      if (all.length) found.set(id, { score: score + other.score, places: all });
    }
    return found;
  };
  const together = (some, others) => [...some, ...others];

  // The letters in which words stand one behind the other; those with a hyphen have one place.
  const phrase = async (pagefind, words) => {
    let found = await matching(pagefind, words[0]);
    for (const word of words.slice(1)) {
      found = both(found, await matching(pagefind, word), (before, now) => {
        const ends = new Set(before);
        return now.filter((at) => ends.has(at - 1) || ends.has(at));
      });
    }
    for (const each of found.values()) {
      each.places = each.places.flatMap((at) => words.map((_, step) => at - step));
    }
    return found;
  };

  // The letters of which a field has certain words, in the order of the edition.
  const withField = ({ ids, values }, name, fits) => {
    const numbers = values[name].flatMap(([value, all]) => (fits(value) ? all : []));
    return new Set(numbers.sort((one, other) => one - other).map((number) => ids[number]));
  };

  // Text, marks and the place around which most of them stand, of a letter whose title goes before.
  const marked = ({ content, meta }, places) => {
    const words = content.split(" ");
    const from = meta.title.split(" ").length + 1;
    const starts = [];
    let length = 0;
    for (const word of words.slice(from)) {
      starts.push(length);
      length += word.length + 1;
    }
    const marks = [];
    for (const at of [...new Set(places)].sort((one, other) => one - other)) {
      const match = at < from ? null : inner.exec(words[at] ?? "");
      const start = match ? starts[at - from] + match.index : 0;
      if (match) marks.push([start, start + match[0].length]);
    }
    let most = 0;
    let middle = 0;
    for (const [start] of marks) {
      const count = marks.filter(([other]) => other >= start && other < start + 150).length;
      if (count > most) [most, middle] = [count, start];
    }
    return { text: words.slice(from).join(" "), marks, middle };
  };

  const search = async (terms, inField) => {
    const pagefind = await first();
    let found = null;
    let among = null;
    for (const term of terms) {
      const known = term.name ? await list("letters.json") : null;
      if (known && Object.hasOwn(known.values, term.name)) {
        const ids = withField(known, term.name, (value) => inField(value, term.words));
        among = new Set([...(among ?? ids)].filter((id) => ids.has(id)));
        continue;
      }
      const written = wordsOf(term.written.normalize("NFC")).map((match) => match[0]);
      const words = written.length ? written : term.words; // signs such as ℃ are words only folded
      const asked = term.exact ? [phrase(pagefind, words)] : words.map((word) => matching(pagefind, word));
      for (const matches of asked) {
        found = found === null ? await matches : both(found, await matches, together);
      }
    }
    found ??= new Map([...among].map((id) => [id, { score: 0, places: [] }]));
    return [...found]
      .filter(([id]) => among === null || among.has(id))
      .sort(([, one], [, other]) => other.score - one.score)
      .map(([id, { places }]) => async () => {
        const { url, meta, content } = await letter(id);
        return { address: url, title: meta.title, date: meta.date ?? "", ...marked({ content, meta }, places) };
      });
  };

  return { load: first, search, pause: 200 };
};
