/** Messages and batches of letters, for those who support clients. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { answerOf, notifications } from "../../../api/clients";
import { everyItem } from "../../../api/pages";
import { useRefresh } from "../../../api/refresh";
import type { components, operations } from "../../../api/types/notifications";
import type { Told } from "../../borrower/told";

type Schemas = components["schemas"];
export type Message = Told<Schemas["Message"]>;
export type MessageDetail = Told<Schemas["MessageDetail"]>;
export type Passage = Told<Schemas["Passage"]>;
export type MessageState = Message["state"];
export type Batch = Told<Schemas["Batch"]>;
export type BatchDetail = Told<Schemas["BatchDetail"]>;
export type Sample = Schemas["TemplateSample"];
export type BatchedLetter = Told<Schemas["BatchedLetter"]>;
export type Search = Pick<
  NonNullable<operations["list_messages"]["parameters"]["query"]>,
  "text" | "kind" | "state" | "template" | "cause"
>;

const NOTIFICATIONS = ["notifications"] as const;
const PAGE = 100;
const PAGE_MAX = 200;
const POLL_MILLISECONDS = 2_000;

type Page<Item> = { items: Item[]; next: string | null };

/** Newest first, a page at a time. */
export function useMessages(search: Search) {
  return useInfiniteQuery({
    queryKey: [...NOTIFICATIONS, "messages", search],
    queryFn: ({ pageParam }) =>
      answerOf(
        notifications.GET("/messages", {
          params: { query: { ...search, limit: PAGE, ...(pageParam && { after: pageParam }) } },
        }),
      ) as unknown as Promise<Page<Message>>,
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useMessage(messageId: string) {
  return useQuery({
    queryKey: [...NOTIFICATIONS, "message", messageId],
    queryFn: () =>
      answerOf(
        notifications.GET("/messages/{message_id}", { params: { path: { message_id: messageId } } }),
      ) as unknown as Promise<MessageDetail>,
  });
}

export function useResend(messageId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        notifications.POST("/messages/{message_id}/resend", { params: { path: { message_id: messageId } } }),
      ) as unknown as Promise<Message>,
    onSuccess: useRefresh(NOTIFICATIONS),
  });
}

export function useCancel(messageId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        notifications.POST("/messages/{message_id}/cancellation", {
          params: { path: { message_id: messageId } },
        }),
      ) as unknown as Promise<Message>,
    onSuccess: useRefresh(NOTIFICATIONS),
  });
}

/** What became of a letter, as somebody of the mailing house told it; the same reference as it bears. */
export function useNoteStatus(reference: string, state: "delivered" | "returned") {
  return useMutation({
    mutationFn: (reason: string) => {
      const why = state === "returned" ? reason : null;
      return answerOf(notifications.POST("/mail-statuses", { body: { reference, state, why } }));
    },
    onSuccess: useRefresh(NOTIFICATIONS),
  });
}

/** Every message that the portal can write, with invented people. */
export function useSamples() {
  return useQuery({
    queryKey: [...NOTIFICATIONS, "samples"],
    queryFn: async () => (await answerOf(notifications.GET("/template-samples"))).items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSampleText(name: string, enabled: boolean) {
  return useQuery({
    queryKey: [...NOTIFICATIONS, "samples", name],
    queryFn: () =>
      answerOf(
        notifications.GET("/templates/{template}/text", {
          params: { path: { template: name } },
          parseAs: "text",
        }),
      ),
    enabled,
  });
}

/** Newest first; asked again while the files of one are being written. */
export function useBatches() {
  return useQuery({
    queryKey: [...NOTIFICATIONS, "batches"],
    queryFn: () =>
      everyItem((after) =>
        answerOf(
          notifications.GET("/batches", { params: { query: { limit: PAGE_MAX, ...(after && { after }) } } }),
        ),
      ) as unknown as Promise<Batch[]>,
    refetchInterval: ({ state }) =>
      state.data?.some((batch) => batch.state === "closing") ? POLL_MILLISECONDS : false,
  });
}

export function useBatch(batchId: string) {
  return useQuery({
    queryKey: [...NOTIFICATIONS, "batch", batchId],
    queryFn: () =>
      answerOf(
        notifications.GET("/batches/{batch_id}", { params: { path: { batch_id: batchId } } }),
      ) as unknown as Promise<BatchDetail>,
    refetchInterval: ({ state }) => (state.data?.state === "closing" ? POLL_MILLISECONDS : false),
  });
}

export function useCloseBatch() {
  return useMutation({
    mutationFn: () => answerOf(notifications.POST("/batches")) as unknown as Promise<Batch>,
    onSuccess: useRefresh(NOTIFICATIONS),
  });
}

export function useHandOver(batchId: string) {
  return useMutation({
    mutationFn: () =>
      answerOf(
        notifications.POST("/batches/{batch_id}/hand-over", { params: { path: { batch_id: batchId } } }),
      ) as unknown as Promise<Batch>,
    onSuccess: useRefresh(NOTIFICATIONS),
  });
}
