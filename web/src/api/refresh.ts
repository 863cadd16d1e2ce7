/** What was read is read again after it was changed, and the change counts as done once it is. */
import { useQueryClient } from "@tanstack/react-query";

/** All whose query begins with this key. */
export function useRefresh(key: readonly string[]): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}
