/** Usual terms of the products that people simulate most; each may be changed. Margins in force in 2026. */
import type { Terms } from "../borrower/useLoan";

export type Usual = {
  /** In percent, over the index */
  margin: number;
  years: number;
  months: Terms["months_between_instalments"];
  profile: NonNullable<Terms["profile"]>;
  revision: NonNullable<Terms["revision"]>;
};

const SOCIAL = { years: 40, months: 12, profile: "instalment_priority", revision: "DL" } as const;
const PUBLIC = { years: 40, months: 3, profile: "capital_priority", revision: "SR" } as const;

export const PRODUCTS: Record<string, Usual> = {
  PLUS: { ...SOCIAL, margin: 0.6 },
  PLUS_FONCIER: { ...SOCIAL, margin: 0.6, years: 50 },
  PLAI: { ...SOCIAL, margin: -0.2 },
  PLAI_FONCIER: { ...SOCIAL, margin: -0.2, years: 50 },
  PLS: { ...SOCIAL, margin: 1.11 },
  PLI: { ...SOCIAL, margin: 1.4, years: 35 },
  PAM: { ...SOCIAL, margin: 0.6, years: 25 },
  PAM_ECO: { ...SOCIAL, margin: -0.25, years: 25 },
  PHARE: { ...SOCIAL, margin: 0.6 },
  GAIA_LT: { ...SOCIAL, margin: 0.6, years: 60 },
  PSPL: { ...PUBLIC, margin: 1 },
  PSPL_TE: { ...PUBLIC, margin: 0.4 },
};
