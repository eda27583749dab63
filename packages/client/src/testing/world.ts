/** One object of the mock's world: of a type, the n-th. Everything else about it follows from that. */
export interface MockObject {
  readonly __typename: string;
  readonly n: number;
}

/** What was said of an object, by a mutation or by the test, instead of what follows from its number. */
export type Given = Readonly<Record<string, unknown>>;

/**
 * How many there are of each type at the beginning. An object belongs to that of another type whose number is its own, modulo
 * how many there are. As each of these divides 60 or is a multiple of it, all ways through the graph agree: the person
 * of a certificate's enrolment is the certificate's person.
 */
const sizes: Readonly<Record<string, number>> = {
  Organisation: 1,
  Team: 4,
  Program: 5,
  ProgramVersion: 10,
  Person: 12,
  // Three of each of those above them.
  Module: 30,
  PathModule: 30,
  Requirement: 90,
  ModuleProgress: 180,
  RequirementProgress: 540,
  NextStep: 180,
  Evidence: 120,
  EvidenceRevision: 120,
};

export function sizeOf(type: string): number {
  return sizes[type] ?? 60;
}

/** Which enrolment an object is about. */
function enrolmentOf({ __typename, n }: MockObject): number {
  if (__typename === "ModuleProgress" || __typename === "NextStep") return Math.floor(n / 3) % 60;
  if (__typename === "RequirementProgress") return Math.floor(n / 9) % 60;
  return n % 60;
}

/** How far its learner has come: 0 has submitted, 1 is half way; 2 is certified, 3 may renew, 4 is in grace. */
export function phaseOf(object: MockObject): number {
  return Math.floor(enrolmentOf(object) / 12);
}

/** Which of a type an object belongs to. */
export function linked({ __typename, n }: MockObject, type: string): number {
  if (__typename === "Requirement" && type === "Module") return Math.floor(n / 3);
  return n % sizeOf(type);
}

/** The members of a list that an object has. */
export function members(object: MockObject, type: string): number[] {
  const { __typename, n } = object;
  if (type === "Requirement" && __typename !== "Module") {
    // Of an evidence: one that its enrolment asks for.
    return [((n % 10) * 3 + (Math.floor(n / 10) % 3)) * 3 + (Math.floor(n / 30) % 3)];
  }
  if (type === "NextStep" && phaseOf(object) >= 2) return [];
  const count = Math.min(type === "EvidenceFile" ? 1 : 3, sizeOf(type));
  return Array.from({ length: count }, (_, index) => (n * count + index) % sizeOf(type));
}

/** A whole number that looks drawn, and is the same for the same seed and place. */
export function drawn(seed: number, ...place: readonly (string | number)[]): number {
  // FNV-1a, and then mixed (MurmurHash3's finish): nearby places lie apart.
  let hash = 0x811c9dc5 ^ seed;
  for (const character of place.join("/")) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

export function idOf({ __typename, n }: MockObject): string {
  return encoded(`${__typename}:${n}`);
}

/** Null when it is no id of this world. */
export function objectOf(id: string): MockObject | null {
  const [, __typename, n] = decoded(id)?.match(/^(\w+):(\d+)$/) ?? [];
  return __typename && n ? { __typename, n: Number(n) } : null;
}

/** As Kunna's ids and cursors: opaque, and safe in a URL. */
export function encoded(text: string): string {
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

export function decoded(text: string): string | null {
  try {
    return atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  } catch {
    return null;
  }
}
