/** What a service refuses, as it says it (RFC 9457), and what the network did to a request. */

export type FieldProblem = { field: string; detail: string; value?: unknown; allowed?: unknown };

export class Refused extends Error {
  readonly status: number;
  /** The kind of refusal: "login-refused" */
  readonly kind: string;
  readonly title: string;
  /** To quote to the support; empty where none was given */
  readonly reference: string;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, told: Partial<ProblemBody>) {
    super(told.detail ?? told.title ?? String(status));
    this.name = "Refused";
    this.status = status;
    this.kind = (told.type ?? "").replace("/problems/", "");
    this.title = told.title ?? "";
    this.reference = told.reference ?? "";
    this.fields = told.errors ?? [];
  }

  /** The field errors as forms show them, by name of field. */
  byField(): Record<string, string> {
    return Object.fromEntries(this.fields.map((each) => [each.field, each.detail]));
  }
}

/** Nobody answered: the network is away, or the platform is. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

export type ProblemBody = {
  type: string;
  title: string;
  detail: string;
  reference: string;
  errors: FieldProblem[];
};
