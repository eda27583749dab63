import { files, people, programs, requirements, sentences, teams } from "./words.ts";
import { drawn, type MockObject, phaseOf } from "./world.ts";

/** From what all values are made. */
export interface MockSettings {
  readonly seed: number;
  readonly now: Date;
}

const day = 86_400_000;

/** How long ago it was awarded, in days, by how far its learner has come; of who is not certified, what they did last. */
const since = [10, 40, 200, 330, 380];

/** Days after that, so that what follows is later than what it follows from. Others lie shortly before now. */
const days: Readonly<Record<string, number>> = {
  publishedAt: -90,
  enrolledAt: -60,
  createdAt: -12,
  uploadedAt: -8,
  performedOn: -8,
  submittedAt: -5,
  decidedAt: -2,
  reviewedAt: -2,
  awardedAt: 0,
  validFrom: 0,
  dueAt: 90,
  baselineDueAt: 90,
  opensAt: 305,
  expiresAt: 365,
  baseline: 365,
  graceEndsAt: 395,
};

/** When something of an object happened or will happen. */
export function instantOf({ seed, now }: MockSettings, object: MockObject, field: string): Date {
  const offset = days[field];
  const ago = offset === undefined ? drawn(seed, field, object.n) % 10 : (since[phaseOf(object)] ?? 0) - offset;
  // The same time of day for all of one object: what is a year long, is.
  const minute = drawn(seed, "minute", object.n % 60) % 480;
  return new Date(Math.floor(now.getTime() / day) * day - ago * day + (7 * 60 + minute) * 60_000);
}

/** What a field is by its name, `Type.field` before `field` alone. Undefined: nothing is said of it. */
export function saidOf(settings: MockSettings, object: MockObject, field: string): unknown {
  const rule = byName[`${object.__typename}.${field}`] ?? byName[field];
  return rule?.(object.n, object, settings);
}

type Rule = (n: number, object: MockObject, settings: MockSettings) => unknown;

const at = <T>(list: readonly T[], index: number) => list[index % list.length] as T;
const person: Rule = (n, _, { seed }) => at(people, (n % 12) + seed);
const program: Rule = (n) => at(programs, n % 5).title;
const module: Rule = (n) => at(at(programs, Math.floor(n / 3)).modules, n % 3);
const moduleKey: Rule = (...of) => slug(String(module(...of)));
const requirementKey: Rule = (n, ...rest) => `${moduleKey(Math.floor(n / 3), ...rest)}-${at(requirements, n).key}`;
const sentence: Rule = (n, { __typename }, { seed }) => at(sentences, drawn(seed, __typename, n));
const share: Rule = (_, object) => [0, 1 / 3][phaseOf(object)] ?? 1;
const moduleStates = [
  ["PENDING", "OPEN", "LOCKED"],
  ["COMPLETED", "OPEN", "LOCKED"],
];
const moduleState = (object: MockObject, index: number) => moduleStates[phaseOf(object)]?.[index % 3] ?? "COMPLETED";
const requirementStates: Readonly<Record<string, string>> = { COMPLETED: "MET", PENDING: "PENDING" };
const standing: Rule = (_, object) =>
  ["IN_PROGRESS", "IN_PROGRESS", "CERTIFIED", "RENEWAL_OPEN"][phaseOf(object)] ?? "GRACE";
const number: Rule = (n, _, { seed }) => certificateNumber(drawn(seed, "number", n), drawn(seed, "more", n));
const nothing: Rule = () => null;

const byName: Readonly<Record<string, Rule>> = {
  "Person.name": person,
  "Person.email": (...of) => `${slug(String(person(...of))).replace("-", ".")}@example.org`,
  "Person.locale": (n) => at(["sv", "en"], n),
  recipientName: person,
  "Team.name": (n) => at(teams, n),
  "Team.key": (n) => slug(at(teams, n)),
  "Organisation.name": () => "Nordvik",
  "Organisation.key": () => "nordvik",
  "Organisation.locale": () => "sv",
  timeZone: () => "Europe/Stockholm",
  "Program.title": program,
  "Program.key": (...of) => slug(String(program(...of))),
  "ProgramVersion.title": program,
  "ProgramVersion.number": (n) => Math.floor(n / 5) + 1,
  "ProgramVersion.status": () => "PUBLISHED",
  "ProgramVersion.problems": () => [],
  "Certificate.title": program,
  "Certificate.cycle": () => 1,
  "Certificate.number": number,
  "Certificate.url": (...of) => `https://kunna.example.org/certificates/${number(...of)}`,
  "Certificate.origin": () => "AWARDED",
  "Module.title": module,
  "Module.key": moduleKey,
  "Module.prerequisiteKeys": (n, ...rest) => (n % 3 === 0 ? [] : [moduleKey(n - 1, ...rest)]),
  moduleKey,
  "Requirement.title": (n) => at(requirements, n).title,
  "Requirement.kind": (n) => at(requirements, n).kind,
  "Requirement.key": requirementKey,
  "Requirement.prompts": (n) => (n % 3 === 2 ? ["What did you do?", "What would you do differently?"] : []),
  requirementKey,
  "Enrolment.status": (_, object) => (phaseOf(object) < 2 ? "ACTIVE" : "COMPLETED"),
  "Enrolment.purpose": () => "INITIAL",
  "Enrolment.overdue": () => false,
  "Progress.complete": (_, object) => phaseOf(object) >= 2,
  "Progress.share": share,
  "ModuleProgress.state": (n, object) => moduleState(object, n),
  "ModuleProgress.share": (n, object) => (moduleState(object, n) === "COMPLETED" ? 1 : 0),
  "RequirementProgress.state": (n, object) => requirementStates[moduleState(object, Math.floor(n / 3))] ?? "OPEN",
  "NextStep.kind": () => "SUBMIT_EVIDENCE",
  "NextStep.moduleKey": moduleKey,
  "NextStep.requirementKey": (n, ...rest) => requirementKey(n * 3, ...rest),
  "NextStep.evidenceId": nothing,
  "Evidence.status": (n, object) => (phaseOf(object) >= 2 ? "ACCEPTED" : n < 60 ? "SUBMITTED" : "RETURNED"),
  "EvidenceRevision.number": () => 1,
  "EvidenceRevision.score": nothing,
  "EvidenceFile.name": (n) => at(files, n),
  "Certification.certified": (_, object) => phaseOf(object) >= 2,
  standing,
  "CertificationStep.kind": (_, object) =>
    ["COMPLETE", "COMPLETE", "RENEW", "RENEW"][phaseOf(object)] ?? "RENEW_IN_GRACE",
  // A group within the group is for a test to give.
  "PathGroup.kind": () => "ALL",
  "PathGroup.n": nothing,
  summary: sentence,
  text: sentence,
  comment: sentence,
  description: sentence,
  instructions: () => "Do it at work, and say what came of it.",
  effortMinutes: (n) => 30 + (n % 5) * 15,
  share: (n, { __typename }, { seed }) => (drawn(seed, __typename, n) % 101) / 100,
  sha256: (n, _, { seed }) =>
    Array.from({ length: 8 }, (__, i) => drawn(seed, i, n).toString(16).padStart(8, "0")).join(""),
  size: (n, _, { seed }) => 20_000 + (drawn(seed, "size", n) % 2_000_000),
  mediaType: (n) => at(["application/pdf", "image/png"], n),
  url: (n, { __typename }) => `https://kunna.example.org/${slug(__typename)}s/${n}`,
  links: (n) => [`https://wiki.example.org/pages/${n}`],
  credential: (n) => ({
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    id: `https://kunna.example.org/c/${n}`,
  }),
  "Event.facts": () => ({}),
};

/** Fields that are null in most lives, and would be strange here. */
export const mostlyNull =
  /^(ended|retired|paused|failing|declined|approval|resum|waiver|staleness|previous|external|rule$|bar|moduleKey$|validity|problem$|error)/;

function certificateNumber(...numbers: number[]): string {
  const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  const letters = numbers.flatMap((number) =>
    [0, 1, 2, 3, 4, 5].map((place) => alphabet[Math.floor(number / 30 ** place) % 30]),
  );
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

export function slug(text: string): string {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "");
  return plain.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase();
}
