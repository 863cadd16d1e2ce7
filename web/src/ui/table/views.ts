/** How somebody wants to see a table, and the views they gave a name: kept in this browser. */
import { keep, kept } from "../../i18n/kept";

export type Range = { from?: string | undefined; to?: string | undefined };
export type Filter = readonly string[] | Range;

export type View = {
  search: string;
  sort: { column: string; descending: boolean } | null;
  /** By column: the values chosen, or the range */
  filters: Record<string, Filter>;
  group: string | null;
  hidden: readonly string[];
};

export type SavedView = { name: string; view: View };

export function isChoice(filter: Filter): filter is readonly string[] {
  return Array.isArray(filter);
}

export function isOpen(filter: Filter): boolean {
  return isChoice(filter) ? filter.length === 0 : !filter.from && !filter.to;
}

export function savedViews(table: string): SavedView[] {
  try {
    return JSON.parse(kept(placeOf(table)) ?? "[]");
  } catch {
    return [];
  }
}

/** With a name that exists already, the view takes its place. */
export function saveView(table: string, saved: SavedView): SavedView[] {
  return write(table, [...savedViews(table).filter((each) => each.name !== saved.name), saved]);
}

export function forgetView(table: string, name: string): SavedView[] {
  return write(
    table,
    savedViews(table).filter((each) => each.name !== name),
  );
}

function write(table: string, views: SavedView[]): SavedView[] {
  keep(placeOf(table), JSON.stringify(views));
  return views;
}

function placeOf(table: string): string {
  return `views:${table}`;
}
