import type { standings } from "@kunna/domain";
import { builder } from "../../../builder.ts";

export const StandingEnum = builder.enumType("Standing", {
  description: "Where a person stands in a program at an instant (R6).",
  values: {
    NONE: { description: "No certificate, and not enrolled." },
    IN_PROGRESS: { description: "Enrolled, no certificate yet." },
    UPCOMING: { description: "A certificate begins later." },
    CERTIFIED: { description: "A certificate is in force." },
    RENEWAL_OPEN: { description: "In force, and its renewal can be completed." },
    GRACE: { description: "Expired, and a renewal still counts as one." },
    LAPSED: { description: "Expired, and the grace has passed." },
    SUSPENDED: { description: "A decision holds the certification up." },
    REVOKED: { description: "A decision took the certificates away." },
  } satisfies Record<(typeof standings)[number], { description: string }>,
});
