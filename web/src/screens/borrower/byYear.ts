/** Months added up by year, exact: cents are added. */
import type { PeriodDue } from "./dueColumns";
import type { MonthDue } from "./usePortfolio";

const AMOUNTS = ["amount", "principal", "interest"] as const;

export function byMonth(months: readonly MonthDue[]): PeriodDue[] {
  return months.map(({ month, ...sums }) => ({ period: month, ...sums }));
}

export function byYear(months: readonly MonthDue[]): PeriodDue[] {
  const years = new Map<string, MonthDue[]>();
  for (const month of months) {
    const year = month.month.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), month]);
  }
  return [...years].map(([period, parts]) => ({
    period,
    instalments: parts.reduce((sum, part) => sum + part.instalments, 0),
    ...(Object.fromEntries(AMOUNTS.map((name) => [name, added(parts.map((part) => part[name]))])) as Pick<
      PeriodDue,
      (typeof AMOUNTS)[number]
    >),
  }));
}

export function added(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);
  return (cents / 100).toFixed(2);
}
