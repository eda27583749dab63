import {
  type certificationSteps,
  type DatesInForce,
  datesAt,
  decidingAt,
  type NextCertificationStep,
  nextCertificationStep,
  standingAt,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { nodeReader } from "../../../schema/nodes.ts";
import { decisionIds } from "../../decision/index.ts";
import { type AwardedCertificate, type CertificationKey, certificationLoader } from "../facts.ts";
import { readableCertifications } from "../readable-certifications.ts";
import { StandingEnum } from "./standing.type.ts";

const CertificationStepKind = builder.enumType("CertificationStepKind", {
  description: "What leads on from a standing, back to CERTIFIED: there are no dead ends (R6, R9).",
  values: {
    ENROL: { description: "Enrol on the program." },
    COMPLETE: { description: "Go on with the enrolment: its progress says what is open." },
    AWAIT_APPROVAL: {
      description: "All that is asked is met: wait for an approver (R5). However long it takes, nothing lapses by it.",
    },
    AWAIT_START: { description: "Wait: a certificate begins at `from`." },
    RENEW: { description: "Renew, before `until` for the certification to go on without a gap." },
    RENEW_IN_GRACE: { description: "Renew before `until`: from then on it takes a reinstatement." },
    REINSTATE: { description: "Enrol and meet everything in the current version, anew (R9)." },
    AWAIT_END_OF_SUSPENSION: { description: "Wait: the suspension ends at `from`. A renewal counts meanwhile." },
    APPEAL: { description: "Appeal the decision, which has no end of its own (R11)." },
    AWAIT_APPEAL: { description: "Wait: the appeal is being decided (R11)." },
    AWAIT_REINSTATEMENT: {
      description: "Wait for the suspension to be lifted: its appeal was dismissed, and there is no second one (R11).",
    },
    AWAIT_END_OF_BAR: { description: "Wait: a reinstatement is possible from `from` on." },
  } satisfies Record<(typeof certificationSteps)[number], { description: string }>,
});

const CertificationStepType = builder.objectRef<NextCertificationStep>("CertificationStep").implement({
  description: "What to do next for a certification.",
  fields: (t) => ({
    kind: t.expose("kind", { type: CertificationStepKind, description: "What there is to do." }),
    from: t.expose("from", {
      type: "DateTime",
      nullable: true,
      description: "When what is awaited comes; null: nothing is awaited.",
    }),
    until: t.expose("until", { type: "DateTime", nullable: true, description: "Before when; null: it has no end." }),
  }),
});

/** A certificate's cycle as it is at an instant. */
interface Cycle extends DatesInForce {
  readonly certificate: AwardedCertificate;
}

const CycleType = builder.objectRef<Cycle>("CertificationCycle").implement({
  description:
    "One turn of a certification: from a certificate to its renewal, with the dates that hold at the instant asked for.",
  fields: (t) => ({
    number: t.int({
      description: "Its place in the sequence: 1 is the first certificate's.",
      resolve: ({ certificate }) => certificate.cycle,
    }),
    certificate: t.prismaField({
      type: "Certificate",
      description: "The certificate that decides.",
      // By its id alone: the reader gathers such lookups into one statement.
      resolve: (query, { certificate }, _args, context) =>
        readerOf(context).certificate.findUniqueOrThrow({ ...query, where: { id: certificate.id } }),
    }),
    opensAt: t.expose("opensAt", {
      type: "DateTime",
      nullable: true,
      description: "When its renewal opens, by its policy or by a new version (R7, R10); null: not by itself.",
    }),
    expiresAt: t.expose("expiresAt", {
      type: "DateTime",
      nullable: true,
      description: "It holds before this instant, extensions counted; null: it does not expire.",
    }),
    graceEndsAt: t.expose("graceEndsAt", {
      type: "DateTime",
      nullable: true,
      description: "From when it takes a reinstatement, extensions counted.",
    }),
    baseline: t.expose("baseline", {
      type: "DateTime",
      nullable: true,
      description: "The expiry as awarded, which no extension moves (R7).",
    }),
  }),
});

export const CertificationType = builder.node(builder.objectRef<CertificationKey>("Certification"), {
  id: { resolve: ({ personId, programId }) => `${personId}.${programId}` },
  loadMany: async (ids) => ids.map(keyOf),
  description:
    "A person's standing in a program through time: the certificates in sequence, and what may happen next (R6). Each field can be asked at any instant, past or future.",
  fields: (t) => ({
    person: t.prismaField({
      type: "Person",
      description: "Whose it is.",
      resolve: (query, { personId }, _args, context) =>
        readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: personId } }),
    }),
    program: t.prismaField({
      type: "Program",
      description: "In which program.",
      resolve: (query, { programId }, _args, context) =>
        readerOf(context).program.findUniqueOrThrow({ ...query, where: { id: programId } }),
    }),
    standing: t.field({
      type: StandingEnum,
      description: "Where the person stands (R6).",
      complexity: 5,
      args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
      resolve: async (key, { at }, context) => standingAt(at ?? context.services.now(), await factsOf(key, context)),
    }),
    certified: t.boolean({
      description: "Whether the person counts as certified: in the grace, only where the cycle's policy says so.",
      complexity: 5,
      args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
      resolve: async (key, { at }, context) => {
        const t = at ?? context.services.now();
        const facts = await factsOf(key, context);
        const standing = standingAt(t, facts);
        if (standing === "GRACE") return decidingAt(t, facts.certificates)?.policy.graceCounts ?? false;
        return standing === "CERTIFIED" || standing === "RENEWAL_OPEN";
      },
    }),
    cycle: t.field({
      type: CycleType,
      nullable: true,
      description: "The cycle that decides; null before the first certificate begins, or when all are revoked.",
      complexity: 5,
      args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
      resolve: async (key, { at }, context) => {
        const t = at ?? context.services.now();
        const certificate = decidingAt(t, (await factsOf(key, context)).certificates);
        return certificate ? { certificate, ...datesAt(t, certificate) } : null;
      },
    }),
    nextStep: t.field({
      type: CertificationStepType,
      nullable: true,
      description: "What leads on from the standing; null when CERTIFIED: there is nothing to do.",
      complexity: 5,
      args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
      resolve: async (key, { at }, context) =>
        nextCertificationStep(at ?? context.services.now(), await factsOf(key, context)),
    }),
    decisions: t.prismaField({
      type: ["Decision"],
      description:
        "The decisions on it that you may read, oldest first: awards approved or declined, suspensions, revocations, and what was decided on them (R5, R11).",
      complexity: { field: 5, multiplier: 5 },
      resolve: async (query, key, _args, context) => {
        const ids = await decisionIds(context).load(key);
        // By their ids alone: the reader gathers such lookups into one statement.
        return Promise.all(ids.map((id) => readerOf(context).decision.findUniqueOrThrow({ ...query, where: { id } })));
      },
    }),
    cycles: t.field({
      type: [CycleType],
      description: "Every certificate in sequence, each with its cycle's dates as they are now.",
      complexity: { field: 5, multiplier: 5 },
      resolve: async (key, _args, context) => {
        const { certificates } = await factsOf(key, context);
        return certificates.map((certificate) => ({ certificate, ...datesAt(context.services.now(), certificate) }));
      },
    }),
  }),
});

nodeReader("Certification", async (ids, context) => {
  const found = await readableCertifications(ids.map(keyOf), context);
  return found.map(({ personId, programId }) => `${personId}.${programId}`);
});

/** What an id is made of. */
function keyOf(id: string): CertificationKey {
  const [personId = "", programId = ""] = id.split(".");
  return { personId, programId };
}

function factsOf({ personId, programId }: CertificationKey, context: ApiContext) {
  return certificationLoader(context).load({ personId, programId });
}
