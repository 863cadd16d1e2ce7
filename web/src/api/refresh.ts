/** What was read is read again after it was changed, while the page goes on. */
import { useQueryClient } from "@tanstack/react-query";

/**
 * All whose query begins with one of these keys. Nothing waits for it: the component that acted may be gone once the
 * answer shows, and what it still had to say would be lost.
 */
export function useRefresh(...keys: readonly (readonly string[])[]): () => void {
  const queries = useQueryClient();
  return () => {
    for (const key of keys) void queries.invalidateQueries({ queryKey: key });
  };
}
