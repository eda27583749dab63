import type { TenantTransaction } from "@kunna/database";
import { type ProgramPolicy, programPolicySchema, type RecordedDates } from "@kunna/domain";
import { timeZoneOf } from "../../time-zone.ts";
import { findPeople, type StoredPerson } from "../organisation/index.ts";

/** A certificate as an import compares it. */
export interface RecordedCertificate extends RecordedDates {
  readonly id: string;
  /** Null: it was awarded here. */
  readonly source: string | null;
  readonly externalNumber: string | null;
}

export interface RecordedVersion {
  readonly id: string;
  readonly programId: string;
  readonly number: number;
  readonly title: string;
  readonly policy: ProgramPolicy;
}

/** The certificates of certifications, as they are known and as they are added. */
export class HistoryFacts {
  readonly #certificates = new Map<string, RecordedCertificate[]>();
  readonly #added: Array<readonly [personId: string, programId: string, certificate: RecordedCertificate]> = [];

  certificatesOf(personId: string, programId: string): readonly RecordedCertificate[] {
    return this.#certificates.get(`${personId} ${programId}`) ?? [];
  }

  know(personId: string, programId: string, certificate: RecordedCertificate): void {
    const key = `${personId} ${programId}`;
    const list = this.#certificates.get(key);
    if (list) list.push(certificate);
    else this.#certificates.set(key, [certificate]);
  }

  add(personId: string, programId: string, certificate: RecordedCertificate): void {
    this.know(personId, programId, certificate);
    this.#added.push([personId, programId, certificate]);
  }

  /** Takes over what was added to others. */
  takeAdded(other: HistoryFacts): void {
    for (const [personId, programId, certificate] of other.#added) this.know(personId, programId, certificate);
  }
}

/** What rows of history are decided by. */
interface BatchFacts extends HistoryFacts {
  readonly timeZone: string;
  readonly people: ReadonlyMap<string, StoredPerson>;
  /** The versions that are or were published, by their program's key: what is taken when none is named comes first. */
  readonly programs: ReadonlyMap<string, readonly RecordedVersion[]>;
}

/** Loads what a batch of rows names: the same statements however many they are. */
export async function loadHistoryFacts(
  tx: TenantTransaction,
  rows: ReadonlyArray<{ readonly email: string; readonly programKey: string }>,
  before: HistoryFacts,
): Promise<BatchFacts> {
  const timeZone = await timeZoneOf(tx);
  const people = await findPeople(
    tx,
    rows.map(({ email }) => email),
  );
  const versions = await tx.programVersion.findMany({
    where: {
      program: { key: { in: [...new Set(rows.map(({ programKey }) => programKey))] } },
      status: { not: "DRAFT" },
    },
    // A published one stands before a retired one, then the newest.
    orderBy: [{ status: "asc" }, { number: "desc" }],
    select: { id: true, programId: true, number: true, title: true, policy: true, program: { select: { key: true } } },
  });
  const programs = new Map<string, RecordedVersion[]>();
  for (const { program, policy, ...version } of versions) {
    const list = programs.get(program.key) ?? [];
    list.push({ ...version, policy: programPolicySchema.parse(policy) });
    programs.set(program.key, list);
  }
  const certificates = await tx.certificate.findMany({
    where: {
      personId: { in: [...people.values()].map(({ id }) => id) },
      programId: { in: [...new Set(versions.map(({ programId }) => programId))] },
      moduleKey: null,
    },
    select: {
      id: true,
      personId: true,
      programId: true,
      validFrom: true,
      expiresAt: true,
      source: true,
      externalNumber: true,
    },
  });
  const facts = new HistoryFacts();
  for (const { personId, programId, ...certificate } of certificates) facts.know(personId, programId, certificate);
  for (const { id: personId } of people.values()) {
    for (const programId of new Set(versions.map((version) => version.programId)))
      for (const certificate of before.certificatesOf(personId, programId))
        facts.know(personId, programId, certificate);
  }
  return Object.assign(facts, { timeZone, people, programs });
}
