// Sorts and filters the table of letters; without it, the table is as it is written.
"use strict";
(() => {
  const form = document.querySelector(".filters");
  const table = document.querySelector("table.letters");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const found = form.querySelector(".found");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ" };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[ßæœøłđðþıς]/gu, (letter) => LETTERS[letter]);
  const words = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const fields = [...form.querySelectorAll("[data-filter]")];

  const fits = (row, field) => {
    const wanted = field.value.trim();
    if (!wanted) return true;
    if (field.dataset.filter === "words") {
      return folded(wanted).split(/\s+/u).every((word) => words.get(row).includes(word));
    }
    return (row.dataset[field.dataset.filter] || "").split("|").includes(wanted);
  };

  const filter = () => {
    let count = 0;
    for (const row of rows) {
      row.hidden = !fields.every((field) => fits(row, field));
      count += row.hidden ? 0 : 1;
    }
    found.textContent = found.dataset.some.replace("{count}", String(count));
  };

  const order = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.order ?? cell.textContent.trim();
  };

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const sorted = [...rows].sort((one, other) =>
        order(one, column).localeCompare(order(other, column), undefined, { numeric: true }));
      body.append(...(up ? sorted : sorted.reverse()));
    });
  });

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.hidden = false;
  filter();
})();
