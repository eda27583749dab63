import { isStale, type MicroCredentialFact, stackAt, stalenessEffect } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { Certificate } from "./certificate.type.ts";

const StalenessType = builder
  .objectRef<{ readonly microCredential: MicroCredentialFact; readonly at: Date }>("Staleness")
  .implement({
    description: "Whether a micro-credential is stale at an instant, and what that does (R10).",
    fields: (t) => ({
      stale: t.boolean({
        description: "Whether it is stale.",
        resolve: ({ microCredential, at }) => isStale(microCredential, at),
      }),
      since: t.field({
        type: "DateTime",
        nullable: true,
        description: "From when it is or will be stale; null: never.",
        resolve: ({ microCredential }) => microCredential.expiresAt,
      }),
      effect: t.string({
        description: "What it does and does not do, for a person, in English.",
        resolve: ({ microCredential, at }) => stalenessEffect(microCredential, at),
      }),
    }),
  });

builder.prismaObjectFields("Certificate", (t) => ({
  staleness: t.field({
    type: StalenessType,
    nullable: true,
    description: "Of a micro-credential, now or at another instant; null of a program's certificate.",
    args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
    select: { moduleKey: true, validFrom: true, expiresAt: true },
    resolve: ({ moduleKey, ...dates }, { at }, { services }) =>
      moduleKey === null ? null : { microCredential: { moduleKey, ...dates }, at: at ?? services.now() },
  }),
  microCredentials: t.field({
    type: [Certificate],
    description:
      "Of a program's certificate, the micro-credentials that it stacks on: those that were fresh at its award.",
    complexity: 5,
    select: (_args, _context, nestedSelection) => ({
      programId: true,
      moduleKey: true,
      awardedAt: true,
      version: { select: { modules: { where: { awardsCertificate: true }, select: { key: true } } } },
      person: {
        select: {
          certificates: nestedSelection({
            where: { moduleKey: { not: null } },
            orderBy: { id: "asc" },
            select: { id: true, programId: true, moduleKey: true, validFrom: true, expiresAt: true },
          }),
        },
      },
    }),
    resolve: ({ programId, moduleKey, awardedAt, version, person }) => {
      if (moduleKey !== null) return [];
      const ours = person.certificates
        .filter((one) => one.programId === programId)
        .map((one) => ({ ...one, moduleKey: one.moduleKey ?? "" }));
      return stackAt(new Set(version.modules.map(({ key }) => key)), ours, awardedAt);
    },
  }),
}));
