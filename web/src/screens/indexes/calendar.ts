/** When the rates of regulated savings can change: 1 February and 1 August; exceptionally 1 May and 1 November. */

export type RevisionDay = { day: string; exceptional: boolean };

const DAYS = [
  ["02-01", false],
  ["05-01", true],
  ["08-01", false],
  ["11-01", true],
] as const;

/**
 * The next days of revision after a day, exceptional ones among them, up to and with the second normal one.
 *
 * Source: arrêté of 27 January 2021 on the rates of regulated savings, art. 1, II.
 */
export function nextRevisions(after: string): RevisionDay[] {
  const year = Number(after.slice(0, 4));
  const coming = [year, year + 1, year + 2]
    .flatMap((each) => DAYS.map(([day, exceptional]) => ({ day: `${each}-${day}`, exceptional })))
    .filter(({ day }) => day > after);
  const second = coming.filter(({ exceptional }) => !exceptional)[1];
  return second ? coming.slice(0, coming.indexOf(second) + 1) : coming;
}
