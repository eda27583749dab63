import { type ApiContext, actorOf, readerOf } from "../../context.ts";
import { personsWithin, readableVersions } from "../../scope.ts";
import type { CertificationKey } from "./facts.ts";

/** Of some certifications, those that whoever asks may read: of a person and a program that they may read. */
export async function readableCertifications(
  keys: readonly CertificationKey[],
  context: ApiContext,
): Promise<readonly CertificationKey[]> {
  const reader = readerOf(context);
  const [persons, programs] = await Promise.all([
    reader.person.findMany({
      where: {
        AND: [
          { id: { in: keys.map(({ personId }) => personId) } },
          personsWithin(actorOf(context), "certificate.read"),
        ],
      },
      select: { id: true },
    }),
    reader.program.findMany({
      where: { id: { in: keys.map(({ programId }) => programId) }, versions: { some: readableVersions(context) } },
      select: { id: true },
    }),
  ]);
  const found = new Set([...persons, ...programs].map(({ id }) => id));
  return keys.filter(({ personId, programId }) => found.has(personId) && found.has(programId));
}
