/* CSV: tables for spreadsheets, as RFC 4180 has them, of which no cell is taken for a formula. */

export type Cell = string | number | null | undefined;

/** What a spreadsheet takes for the beginning of a formula; formats/cells.py guards the same. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function field(value: Cell): string {
  if (typeof value === "number") return String(value);
  const text = value ?? "";
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Write rows, the first of which holds the columns' names. */
export const csv = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
