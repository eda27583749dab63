import { type IssuerDocument, issuerDocument, type VerificationProblem, verifyCredential } from "@kunna/credentials";
import type { Database, Prisma } from "@kunna/database";
import {
  certificateStandingAt,
  datesAt,
  parseCertificateNumber,
  programPolicySchema,
  type RequirementKind,
  type Standing,
} from "@kunna/domain";
import type { Services } from "../../services.ts";
import { loadCertificationFacts } from "../certification/index.ts";
import { addresses } from "./addresses.ts";

/** What anyone may know of a certificate whose number they have. */
export interface PublicCertificate {
  readonly number: string;
  readonly title: string;
  readonly recipientName: string;
  readonly awardedAt: Date;
  readonly validFrom: Date;
  readonly expiresAt: Date | null;
  /** Where its holder stands; of one that is revoked: that it is. */
  readonly standing: Standing;
  /** Of SUSPENDED and REVOKED: since when; else null. */
  readonly standingSince: Date | null;
  /** Whether its holder counts as certified in the grace (R6). */
  readonly graceCounts: boolean;
  readonly summary: string;
  readonly waiver: string | null;
  readonly organisation: {
    readonly key: string;
    readonly name: string;
    readonly timeZone: string;
    readonly locale: string;
  };
  readonly competencies: readonly { readonly code: string; readonly label: string }[];
  /** How it was shown, never what is in the evidence. */
  readonly shownBy: readonly {
    readonly module: string;
    readonly requirement: string;
    readonly kind: RequirementKind;
  }[];
  /** The signed credential, byte for byte; null when it was imported. */
  readonly credential: string | null;
  /** Where an imported one was awarded; null: here. */
  readonly imported: { readonly source: string; readonly externalNumber: string | null } | null;
}

/** A certificate by the number that a person typed or a link carries, or null. Found before any organisation is known, so as the system. */
export async function findPublicCertificate(
  { database, now }: Services,
  typedNumber: string,
): Promise<PublicCertificate | null> {
  const number = parseCertificateNumber(typedNumber);
  if (number === null) return null;
  const organisationId = await organisationOfCertificate(database, number);
  if (organisationId === null) return null;
  const { client } = database.reader(organisationId);
  const certificate = await client.certificate.findUniqueOrThrow({ where: { number } });
  const version = await client.programVersion.findUniqueOrThrow({
    where: { id: certificate.versionId },
    select: shownSelect(certificate.enrolmentId, certificate.moduleKey),
  });
  const organisation = await client.organisation.findFirstOrThrow({
    select: { key: true, name: true, timeZone: true, locale: true },
  });
  const certification = await loadCertificationFacts(client, certificate.personId, certificate.programId);
  const { title, recipientName, awardedAt, validFrom, credential, source, externalNumber } = certificate;
  const { certificates, microCredentials } = certification;
  const fact = [...certificates, ...microCredentials].find(({ id }) => id === certificate.id);
  if (!fact) throw new Error(`The certificate ${number} is not among its certification's.`);
  // A micro-credential stands by itself: the program's certificates say nothing of it.
  const alone = certificate.moduleKey === null ? {} : { certificates: [fact] };
  const { standing, since } = certificateStandingAt(now(), fact, { ...certification, ...alone });
  return {
    number,
    title,
    recipientName,
    awardedAt,
    validFrom,
    expiresAt: datesAt(now(), fact).expiresAt,
    standing,
    standingSince: since,
    graceCounts: programPolicySchema.parse(certificate.policy).graceCounts,
    summary: (certificate.moduleKey === null ? null : version.modules[0]?.summary) ?? version.summary,
    waiver: version.waiver,
    organisation,
    competencies: version.modules.flatMap(({ competencies }) => competencies.map(({ competency }) => competency)),
    shownBy: version.modules.flatMap(({ title: module, requirements }) =>
      requirements.map(({ title: requirement, kind }) => ({ module, requirement, kind })),
    ),
    credential,
    imported: source === null ? null : { source, externalNumber },
  };
}

/** Of a version, what a stranger may know: what it is about, and which of its requirements the enrolment met. */
function shownSelect(enrolmentId: string | null, moduleKey: string | null) {
  return {
    summary: true,
    waiver: true,
    modules: {
      // A micro-credential is about its own module and nothing else.
      where: moduleKey === null ? {} : { key: moduleKey },
      orderBy: { position: "asc" },
      select: {
        title: true,
        summary: true,
        requirements: {
          where:
            enrolmentId === null
              ? { id: { in: [] } }
              : { evidence: { some: { evidence: { enrolmentId, status: "ACCEPTED" } } } },
          orderBy: { position: "asc" },
          select: { title: true, kind: true },
        },
        competencies: {
          where: { competency: { type: { notIn: ["statement", "outcome"] } } },
          orderBy: { competency: { position: "asc" } },
          select: { competency: { select: { code: true, label: true } } },
        },
      },
    },
  } as const satisfies Prisma.ProgramVersionSelect;
}

function organisationOfCertificate(database: Database, number: string): Promise<string | null> {
  return database.asSystem(
    async (tx) =>
      (await tx.certificate.findUnique({ where: { number }, select: { organisationId: true } }))?.organisationId ??
      null,
  );
}

/** The document of an issuer, by its organisation's key: its name and the keys that it signs with. Null when there is none. */
export async function findIssuerDocument(
  { database, publicUrl }: Services,
  organisationKey: string,
): Promise<IssuerDocument | null> {
  const organisation = await database.asSystem((tx) =>
    tx.organisation.findUnique({ where: { key: organisationKey }, select: { id: true, key: true, name: true } }),
  );
  if (!organisation) return null;
  const keys = await database.reader(organisation.id).client.signingKey.findMany({
    orderBy: { createdAt: "asc" },
    select: { id: true, publicKeyMultibase: true, retiredAt: true },
  });
  return issuerDocument({
    id: addresses.issuer(publicUrl, organisation.key),
    name: organisation.name,
    url: publicUrl,
    keys: keys.map(({ id, publicKeyMultibase, retiredAt }) => ({
      id: addresses.signingKey(publicUrl, organisation.key, id),
      publicKeyMultibase,
      ...(retiredAt ? { retiredAt } : {}),
    })),
  });
}

/** Whether the credential's signature holds, asked of our own issuer documents alone. */
export async function checkPublicCredential(
  services: Services,
  credential: string,
): Promise<{ verified: boolean; problems: readonly VerificationProblem[] }> {
  const base = addresses.issuer(services.publicUrl, "");
  return verifyCredential(JSON.parse(credential), {
    now: services.now(),
    resolveIssuer: async (url) => (url.startsWith(base) ? findIssuerDocument(services, url.slice(base.length)) : null),
  });
}
