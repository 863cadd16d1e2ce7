/** A file of one invented structure, with every field there is. */
import type { components } from "../../../api/types/structures";

const TOWN: components["schemas"]["StructureRow"] = {
  structure_id: "00000000-0000-7000-8000-000000000099",
  name: "Commune d’Exemple",
  siren: "000009993",
  siret: "00000999300015",
  legal_category: "7210",
  naf: "84.11Z",
  sector: "local_authorities",
  address: {
    recipient: null,
    building: "Hôtel de ville",
    street: "12 place de la Libération",
    place: null,
    postcode: "96000",
    town: "Exemple",
  },
  representative_function: "Le Maire",
  contact_email: "mairie@example.org",
  paper_wanted: false,
  client_number: "399999",
};

export const EXAMPLE = JSON.stringify([TOWN], null, 2);
