import { expect, test } from "vitest";
import type { Column } from "./columns";
import { Lines } from "./lines";

type Loan = { number: string; town: string; owed: string | null; due: string | null; state: string };

const loans: Loan[] = [
  { number: "3", town: "Évreux", owed: "1000.00", due: "2026-02-01", state: "late" },
  { number: "1", town: "angers", owed: "90.00", due: null, state: "paid" },
  { number: "2", town: "Brest", owed: null, due: "2025-12-01", state: "paid" },
  { number: "4", town: "Évian", owed: "90.00", due: "2026-08-01", state: "late" },
];
const columns: Column<Loan>[] = [
  { id: "number", header: "N°", value: (loan) => loan.number },
  { id: "town", header: "Ville", value: (loan) => loan.town },
  { id: "owed", header: "Dû", kind: "money", value: (loan) => loan.owed },
  { id: "due", header: "Le", kind: "day", value: (loan) => loan.due },
  {
    id: "state",
    header: "État",
    value: (loan) => loan.state,
    words: (state) => (state === "late" ? "En retard" : "Payé"),
  },
];
const lines = new Lines(loans, columns);
const numbers = (places: readonly number[]) => places.map((place) => loans[place]?.number).join("");
const sorted = (column: string, descending = false) =>
  numbers(lines.sorted(lines.all, { column, descending }));

test("numbers sort as numbers, days as days, texts without accents and capitals, codes by their words", () => {
  expect(sorted("owed")).toBe("1432");
  expect(sorted("due")).toBe("2341");
  expect(sorted("town")).toBe("1243");
  expect(sorted("state")).toBe("3412");
});

test("what has no value comes last in both directions, and equals stay as they came", () => {
  expect(sorted("owed", true)).toBe("3142");
  expect(sorted("due", true)).toBe("4321");
  expect(sorted("state", true)).toBe("1234");
});

test("a search looks into every column, as people write and as codes read", () => {
  expect(numbers(lines.narrowed("  EV", {}))).toBe("34");
  expect(numbers(lines.narrowed("retard", {}))).toBe("34");
  expect(numbers(lines.narrowed("late", {}))).toBe("");
  expect(numbers(lines.narrowed("2025", {}))).toBe("2");
});

test("words that were written down before in parts are the same", () => {
  const inParts = new Lines(loans, columns);
  expect([inParts.prepareWords(3), inParts.prepareWords(3), inParts.prepareWords(3)]).toEqual([
    false,
    true,
    true,
  ]);
  expect(numbers(inParts.narrowed("brest", {}))).toBe("2");
});

test("what was prepared part by part answers as what was not", () => {
  const prepared = new Lines(loans, columns);
  for (let parts = 0; !prepared.prepare(3); parts += 1) expect(parts).toBeLessThan(10);
  const wanted = { owed: { from: "90" }, state: ["late"] };
  expect(prepared.narrowed("ev", wanted)).toEqual(lines.narrowed("ev", wanted));
  expect(prepared.valuesOf(columns[4] as Column<Loan>)).toEqual(["late", "paid"]);
});

test("filters narrow together; a range leaves out what has no value, an open one nothing", () => {
  expect(numbers(lines.narrowed("", { owed: { from: "90" } }))).toBe("314");
  expect(numbers(lines.narrowed("", { due: { from: "2026-02-01", to: "2026-08-01" } }))).toBe("34");
  expect(numbers(lines.narrowed("", { owed: { to: "90" }, state: ["late"] }))).toBe("4");
  expect(numbers(lines.narrowed("", { owed: {}, state: [] }))).toBe("3124");
});

test("money adds up to the cent, what has no value adds nothing", () => {
  const cents = Array.from({ length: 10_000 }, () => ({ ...(loans[0] as Loan), owed: "0.10" }));
  const [, , owed] = columns as [Column<Loan>, Column<Loan>, Column<Loan>];
  const many = new Lines(cents, columns);
  expect(many.total(many.all, owed)).toBe(1000);
  expect(lines.total([1, 2, 3], owed)).toBe(180);
});

test("groups come in the order in which their rows come", () => {
  const [state] = columns.filter((column) => column.id === "state");
  const groups = lines.grouped(
    lines.sorted(lines.all, { column: "number", descending: false }),
    state as Column<Loan>,
  );
  expect([...groups].map(([value, places]) => [value, numbers(places)])).toEqual([
    ["paid", "12"],
    ["late", "34"],
  ]);
});
