import { expect, test } from "vitest";
import { formats } from "../../i18n/format";
import { type Column, plain, written } from "./columns";
import { csv } from "./csv";

type Line = { name: string; amount: string | null; rate: string; state: string };

const lines: Line[] = [
  { name: "Évreux; nord", amount: "0.10", rate: "0.017", state: "late" },
  { name: "=1+1", amount: "0.20", rate: "0.0305", state: "paid" },
  { name: "Zuydcoote", amount: null, rate: "0.02", state: "paid" },
];
const columns: Column<Line>[] = [
  { id: "name", header: "Nom", value: (line) => line.name },
  { id: "amount", header: "Montant", kind: "money", total: true, value: (line) => line.amount },
  { id: "rate", header: "Taux", kind: "percent", value: (line) => line.rate },
  {
    id: "state",
    header: "État",
    value: (line) => line.state,
    words: (state) => (state === "late" ? "En retard" : "Payé"),
  },
];
const [, amount, rate, state] = columns as [Column<Line>, Column<Line>, Column<Line>, Column<Line>];

test("texts are searched and sorted without accents and capitals", () => {
  expect(plain("Évreux")).toBe("evreux");
});

test("what a code means is what is shown", () => {
  expect(written(state, "paid", formats("fr"))).toBe("Payé");
});

test("an absent value is a dash, never a zero", () => {
  expect(written(amount, null, formats("fr"))).toBe("–");
  expect(written(rate, "0.017", formats("en"))).toBe("1.70%");
});

test("an exported file opens in French spreadsheets, and holds no formula that somebody typed", () => {
  expect(csv(columns, lines, "fr").split("\r\n")).toEqual([
    "\ufeffNom;Montant;Taux;État",
    '"Évreux; nord";0,10;0,017;En retard',
    "'=1+1;0,20;0,0305;Payé",
    "Zuydcoote;;0,02;Payé",
  ]);
  expect(csv(columns, lines, "en").split("\r\n")[1]).toBe('"Évreux; nord",0.10,0.017,En retard');
});
