import type { Hop } from "../../src/kubernetes/upgrade-hops.ts";

/** The hop that a module belongs to. */
export const hopSchema = {
  type: "object",
  additionalProperties: false,
  required: ["minor", "floor"],
  properties: {
    minor: { type: "string", description: "1.34" },
    version: {
      type: "string",
      description: "1.34.5; where it is not given, the newest that the host is offered.",
    },
    floor: { type: "string", description: "A node at this release or a newer one is done with the hop." },
  },
} as const;

/** A hop as arguments of a module have it. */
export interface HopArguments {
  readonly minor: string;
  readonly version?: string;
  readonly floor: string;
}

/** Arguments cannot be null. */
export function hopArguments({ minor, version, floor }: Hop): HopArguments {
  return version === null ? { minor, floor } : { minor, floor, version };
}

/** What the release will be after the hop, as far as that is known. */
export function releaseAfter({ version, floor }: HopArguments): string {
  return version ?? floor;
}
