import {
  type AchievementAlignment,
  achievementCredential,
  type EvidenceSummary,
  serializeCredential,
  signCredential,
} from "@kunna/credentials";
import type { TenantTransaction } from "@kunna/database";
import type { RequirementKind, ValidityPeriod } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { addresses } from "./addresses.ts";
import type { AwardFacts, Stacked } from "./certificate-store.ts";
import { signingKeyOf } from "./signing-key.ts";

export interface CredentialInput {
  readonly number: string;
  readonly awardedAt: Date;
  readonly period: ValidityPeriod;
  readonly facts: AwardFacts;
  /** Of a micro-credential; null: the program's. */
  readonly moduleKey: string | null;
  /** The micro-credentials that the program's certificate stacks on. */
  readonly stack: readonly Stacked[];
}

/** How a stranger is told in what way a requirement was shown. */
const shownBy: Readonly<Record<RequirementKind, string>> = {
  APPLIED_TASK: "Applied task, done at work",
  OBSERVATION: "Observation by another person",
  REFLECTION: "Written reflection",
  ASSESSMENT: "Assessment against a pass mark",
  LMS_ACTIVITY: "Activity in a learning platform",
  EXTERNAL_CREDENTIAL: "Prior learning, verified",
  CREDITS: "Credits of continuing professional development",
};

/** The certificate as a signed Open Badges 3.0 credential, as text. It says how abilities were shown, never what is in the evidence. */
export async function signedCredential(
  tx: TenantTransaction,
  { publicUrl, installationSecret }: Services,
  { number, awardedAt, period, facts, moduleKey, stack }: CredentialInput,
): Promise<string> {
  const { organisation, person, version } = facts;
  const module = version.modules.find(({ key }) => key === moduleKey);
  // A micro-credential states its own module and nothing else.
  const stated = module ? { ...facts, version: { ...version, modules: [module] } } : facts;
  const key = await signingKeyOf(tx, organisation.id, installationSecret, awardedAt);
  const issuer = addresses.issuer(publicUrl, organisation.key);
  const credential = achievementCredential({
    id: addresses.certificate(publicUrl, number),
    issuer: { id: issuer, name: organisation.name, url: publicUrl },
    number,
    recipient: { id: `urn:uuid:${person.id}`, name: person.name },
    achievement: {
      id: addresses.achievement(publicUrl, organisation.key, version.program.key, version.number, module?.key),
      name: module?.title ?? version.title,
      description: module?.summary ?? version.summary,
      criteriaNarrative: criteria(stated),
      type: module ? "MicroCredential" : "Certification",
      alignments: alignments(publicUrl, stated),
    },
    validFrom: period.validFrom,
    ...(period.expiresAt ? { validUntil: period.expiresAt } : {}),
    awardedAt,
    evidenceSummary: [...evidenceSummary(stated), ...stack.map((one) => stacked(publicUrl, one))],
    ...(version.waiver ? { waiver: version.waiver } : {}),
  });
  const signed = await signCredential(credential, {
    verificationMethod: addresses.signingKey(publicUrl, organisation.key, key.id),
    controller: issuer,
    publicKeyMultibase: key.publicKeyMultibase,
    secretKeyMultibase: key.secretKeyMultibase,
    created: awardedAt,
  });
  return serializeCredential(signed);
}

function criteria({ version, shown }: AwardFacts): string {
  const lines = version.modules.flatMap((module) =>
    module.requirements
      .filter(({ key }) => shown.has(key))
      .map(({ title, kind }) => `- ${module.title}: ${title} (${shownBy[kind]})`),
  );
  return ["Each of these was shown and accepted by a reviewer:", ...lines].join("\n");
}

function evidenceSummary({ version, shown }: AwardFacts): EvidenceSummary[] {
  return version.modules.flatMap((module) =>
    module.requirements
      .filter(({ key }) => shown.has(key))
      .map(({ title, kind }) => ({
        genre: kind,
        name: title,
        narrative: `${shownBy[kind]}, in the module ${module.title}.`,
      })),
  );
}

/** Open Badges 3.0 has no place for a stack of credentials; one that the award rests on is evidence, with its address. */
function stacked(publicUrl: string, { number, title }: Stacked): EvidenceSummary {
  return {
    id: addresses.certificate(publicUrl, number),
    genre: "MICRO_CREDENTIAL",
    name: title,
    narrative: `Micro-credential ${number}, a certificate of its own that this one stacks on.`,
  };
}

/** The competences that the modules build; their finer statements are left to the framework. */
function alignments(publicUrl: string, { organisation, version }: AwardFacts): AchievementAlignment[] {
  const named = version.modules.flatMap(({ competencies }) => competencies.map(({ competency }) => competency));
  const coarse = named.filter(({ type }) => type === "competence");
  const distinct = new Map(
    (coarse.length > 0 ? coarse : named).map((competency) => [
      `${competency.framework.key} ${competency.code}`,
      competency,
    ]),
  );
  return [...distinct.values()].map(({ code, label, framework }) => ({
    targetName: label,
    targetUrl: addresses.competency(publicUrl, organisation.key, framework.key, code),
    targetCode: code,
    targetFramework: framework.title,
    targetType: "CFItem",
  }));
}
