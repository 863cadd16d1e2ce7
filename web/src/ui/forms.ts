/** What forms share: the errors of the service at their fields, and the way back to where somebody came from. */
import type { UseFormReturnType } from "@mantine/form";
import { useSearchParams } from "react-router";
import { Refused } from "../api/problem";

/** Put what the service says of a field at that field, and the focus at the first one. */
export function showAtFields<Values extends object>(form: UseFormReturnType<Values>) {
  return (error: Error): void => {
    if (!(error instanceof Refused) || error.fields.length === 0) return;
    form.setErrors(error.byField());
    const first = form.getInputNode(error.fields[0]?.field as never);
    first?.focus();
  };
}

/** Errors that no field of the form shows. */
export function besidesFields(error: Error | null, values: object): Error | null {
  const isAtField = error instanceof Refused && error.fields.some((each) => each.field in values);
  return isAtField ? null : error;
}

/** Where to go after the login: a page of ours, the home page by default. */
export function useReturnPath(): string {
  const [search] = useSearchParams();
  const wanted = search.get("suite") ?? "/";
  const url = new URL(wanted, location.origin);
  return url.origin === location.origin ? url.pathname + url.search : "/";
}
