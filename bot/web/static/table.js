// Sorts a table by the column whose heading is pressed, and filters its rows by words.
"use strict";

const readKey = (row, column) => {
  const cell = row.cells[column];
  const text = cell.dataset.order ?? cell.textContent.trim();
  const number = Number(text.replaceAll(",", ""));
  return text !== "" && !Number.isNaN(number) ? number : text.toLocaleLowerCase();
};

const compareKeys = (left, right) => {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right));
};

const sortTable = (table, heading) => {
  const isDescending = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows];
  const keys = new Map(rows.map((row) => [row, readKey(row, heading.cellIndex)]));
  rows.sort((a, b) => compareKeys(keys.get(a), keys.get(b)) * (isDescending ? -1 : 1));
  table.tBodies[0].append(...rows);
};

const makeSortable = (table) => {
  for (const heading of table.tHead.rows[0].cells) {
    const link = heading.querySelector("a");
    const button = document.createElement("button");
    button.type = "button";
    if (link) {
      button.textContent = "Sort";
      button.setAttribute("aria-label", `Sort by ${link.textContent}`);
      heading.append(" ", button);
    } else {
      button.append(...heading.childNodes);
      heading.append(button);
    }
    button.addEventListener("click", () => sortTable(table, heading));
  }
};

const makeFilterable = (table) => {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.type = "search";
  label.className = "filter";
  label.append("Filter this page ", input);
  table.parentElement.before(label);
  input.addEventListener("input", () => {
    const words = input.value.toLocaleLowerCase();
    for (const row of table.tBodies[0].rows) {
      row.hidden = !row.textContent.toLocaleLowerCase().includes(words);
    }
  });
};

for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
for (const table of document.querySelectorAll("table.filterable")) makeFilterable(table);
