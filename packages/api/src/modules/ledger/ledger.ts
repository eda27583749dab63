import type { Prisma, TenantTransaction } from "@kunna/database";
import type { CreditFact, CreditSpend, CreditVerdict } from "@kunna/domain";
import { NotFound } from "@kunna/domain";

export interface NewCreditEntry {
  readonly personId: string;
  readonly programId: string | null;
  readonly unit: string;
  readonly category: string | null;
  readonly hundredths: number;
  /** YYYY-MM-DD. */
  readonly earnedOn: string;
  readonly activity: string;
  readonly links: readonly string[];
  readonly fileIds: readonly string[];
  readonly enteredById: string;
  readonly enteredAt: Date;
}

export async function insertEntry(
  tx: TenantTransaction,
  organisationId: string,
  { earnedOn, links, fileIds, ...entry }: NewCreditEntry,
): Promise<string> {
  const { id } = await tx.creditEntry.create({
    data: { organisationId, ...entry, links: [...links], earnedOn: new Date(`${earnedOn}T00:00:00Z`) },
    select: { id: true },
  });
  if (fileIds.length > 0)
    await tx.creditEntryFile.createMany({
      data: fileIds.map((fileId) => ({ organisationId, creditEntryId: id, fileId })),
    });
  return id;
}

/** An entry, as a decision on it sees it. @throws NotFound */
export async function loadEntry(tx: TenantTransaction, id: string) {
  const found = await tx.creditEntry.findUnique({
    where: { id },
    select: { personId: true, enteredById: true, programId: true, decision: { select: { verdict: true } } },
  });
  if (!found) throw new NotFound("credit entry");
  return found;
}

export async function insertDecision(
  tx: TenantTransaction,
  organisationId: string,
  decision: {
    readonly creditEntryId: string;
    readonly verdict: CreditVerdict;
    readonly comment: string;
    readonly decidedAt: Date;
    readonly decidedById: string;
  },
): Promise<void> {
  await tx.creditDecision.create({ data: { organisationId, ...decision }, select: { id: true } });
}

/** An accepted entry, with whose it is and when it was entered. */
export interface LedgerEntry extends CreditFact {
  readonly personId: string;
  /** Null: it counts in any program. */
  readonly programId: string | null;
}

/** The accepted entries of persons: one statement and one for what was spent, however many they are. */
export async function loadLedger(
  reads: Pick<Prisma.TransactionClient, "creditEntry">,
  personIds: readonly string[],
): Promise<LedgerEntry[]> {
  const rows = await reads.creditEntry.findMany({
    where: { personId: { in: [...personIds] }, decision: { verdict: "ACCEPTED" } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      personId: true,
      programId: true,
      unit: true,
      category: true,
      hundredths: true,
      earnedOn: true,
      enteredAt: true,
      spends: { select: { hundredths: true } },
    },
  });
  return rows.map(({ spends, earnedOn, ...row }) => ({
    ...row,
    earnedOn: earnedOn.toISOString().slice(0, 10),
    spentHundredths: spends.reduce((sum, { hundredths }) => sum + hundredths, 0),
  }));
}

/** Writes what a renewal spends, in the transaction of its award. The person is locked: each credit is spent once (R8). */
export async function insertSpends(
  tx: TenantTransaction,
  organisationId: string,
  certificateId: string,
  spends: readonly CreditSpend[],
  spentAt: Date,
): Promise<void> {
  if (spends.length === 0) return;
  await tx.creditSpend.createMany({
    data: spends.map(({ creditId, hundredths }) => ({
      organisationId,
      creditEntryId: creditId,
      certificateId,
      hundredths,
      spentAt,
    })),
  });
}
