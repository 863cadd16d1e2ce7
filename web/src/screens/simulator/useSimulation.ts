/** The schedule of any terms, and the published values of the index. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, lending } from "../../api/clients";
import { type Fixing, INDEX, type Terms } from "./terms";

const PAGE = 200;

export function useSimulate() {
  return useMutation({
    mutationFn: (body: Terms) => answerOf(lending.POST("/simulations", { body })),
  });
}

/** In the order in which they were published: a correction comes after what it corrects. */
export function useFixings(enabled: boolean) {
  return useQuery({ queryKey: ["lending", "fixings", INDEX], queryFn: readFixings, enabled });
}

async function readFixings(): Promise<Fixing[]> {
  const all: Fixing[] = [];
  let after: string | null | undefined;
  do {
    const query = { index: INDEX, limit: PAGE, ...(after ? { after } : {}) };
    const page = await answerOf(lending.GET("/fixings", { params: { query } }));
    for (const { effective_on, value } of page.items) {
      if (effective_on && value) all.push({ effective_on, value });
    }
    after = page.next;
  } while (after);
  return all;
}
