/** Every item of a list that is told page by page. */

type Page<Item> = { items: Item[]; next: string | null };

/** A list that never ends is a fault: so many pages are read at most. */
const PAGES_MAX = 200;

export async function everyItem<Item>(read: (after?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await read(after);
    items.push(...answer.items);
    if (answer.next === null) return items;
    after = answer.next;
  }
  throw new Error(`more than ${PAGES_MAX} pages`);
}
