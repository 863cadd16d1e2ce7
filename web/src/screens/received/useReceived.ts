/** What a structure was told, by e-mail and by letter. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { answerOf, notifications } from "../../api/clients";
import type { components } from "../../api/types/notifications";

export type Received = components["schemas"]["ReceivedMessage"];

const PAGE = 200;

/** Newest first, a page at a time. */
export function useReceived(structureId: string) {
  return useInfiniteQuery({
    queryKey: ["notifications", "received", structureId],
    queryFn: ({ pageParam }) =>
      answerOf(
        notifications.GET("/structures/{structure_id}/messages", {
          params: {
            path: { structure_id: structureId },
            query: { limit: PAGE, ...(pageParam && { after: pageParam }) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
  });
}

/** Where the message itself is: an e-mail as a page, a letter as a PDF. */
export function addressOf(structureId: string, { id, kind }: Received): string {
  const form = kind === "email" ? "html" : "pdf";
  return `/api/notifications/structures/${structureId}/messages/${id}/${form}`;
}
