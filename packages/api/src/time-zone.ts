import type { Prisma } from "@kunna/database";

/** The zone that the organisation's days are counted in. */
export async function timeZoneOf(reads: Pick<Prisma.TransactionClient, "organisation">): Promise<string> {
  const { timeZone } = await reads.organisation.findFirstOrThrow({ select: { timeZone: true } });
  return timeZone;
}
