// Tables that are sorted by a click on a heading, or by Enter and space on it.
(() => {
  "use strict";
  const order = new Intl.Collator("en", { numeric: true });

  function value(row, column) {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? null : Number(cell.dataset.value);
  }

  function compare(column, sign) {
    return (one, other) => {
      const left = one.cells[column].textContent, right = other.cells[column].textContent;
      const absent = (left === "–" || left === "") - (right === "–" || right === "");
      if (absent) return absent; // what is not known stands last, whichever way it is sorted
      const a = value(one, column), b = value(other, column);
      return sign * (a !== null && b !== null ? a - b : order.compare(left, right));
    };
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const before = [...body.rows]; // as the report has them
    const heads = [...table.tHead.rows[0].cells];
    if (before.length < 2) continue;
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const was = head.getAttribute("aria-sort");
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const second = first === "ascending" ? "descending" : "ascending";
        const now = was === null ? first : was === first ? second : null;
        for (const other of heads) other.removeAttribute("aria-sort");
        if (now) head.setAttribute("aria-sort", now);
        body.append(...(now ? [...before].sort(compare(column, now === "ascending" ? 1 : -1)) : before));
      });
    });
  }
})();
