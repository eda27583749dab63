import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { certificationCursor } from "../../../schema/cursors.ts";
import { MalformedCursor } from "../../../schema/errors.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";
import type { CertificationKey } from "../facts.ts";
import { readableCertifications } from "../readable-certifications.ts";
import { CertificationType } from "./certification.type.ts";

builder.queryFields((t) => ({
  certification: t.field({
    type: CertificationType,
    nullable: true,
    description:
      "A person's standing in a program; null when there is no such person or program, or none that you may read. It is there also before the person has enrolled: then it is NONE.",
    args: {
      programId: t.arg.id({ required: true, description: "The program." }),
      personId: t.arg.id({ description: "The person; left out: yourself." }),
    },
    resolve: async (_root, args, context) => {
      const programId = rowId("Program", args.programId, "programId");
      const personId = args.personId ? rowId("Person", args.personId, "personId") : actorOf(context).personId;
      return (await readableCertifications([{ personId, programId }], context))[0] ?? null;
    },
  }),
  certifications: t.connection({
    type: CertificationType,
    description:
      "The certifications that you may read, of all who are or were enrolled or certified: a learner's own, a manager's team's. By person, and then by program.",
    args: {
      programId: t.arg.id({ description: "Only in this program." }),
      personId: t.arg.id({ description: "Only of this person." }),
    },
    resolve: (_root, args, context) =>
      resolveCursorConnection<Promise<CertificationKey[]>>(
        { args, defaultSize: 20, maxSize: 100, toCursor: cursorOf },
        (page) => keysOfPage(page, args, context),
      ),
  }),
}));

/** One page of the persons and programs between which there is an enrolment, or an imported certificate. */
async function keysOfPage(
  { before, after, limit, inverted }: ResolveCursorConnectionArgs,
  { programId, personId }: { programId?: string | null | undefined; personId?: string | null | undefined },
  context: ApiContext,
): Promise<CertificationKey[]> {
  const direction = inverted ? "desc" : "asc";
  const page = {
    by: ["personId" as const, "programId" as const],
    where: {
      AND: [
        readable(context, "certificate.read"),
        programId ? { programId: rowId("Program", programId, "programId") } : {},
        personId ? { personId: rowId("Person", personId, "personId") } : {},
        after ? beyond(after, "after") : {},
        before ? beyond(before, "before") : {},
      ],
    },
    orderBy: [{ personId: direction } as const, { programId: direction } as const],
    take: limit,
  };
  const enrolled = await readerOf(context).enrolment.groupBy(page);
  const certified = await readerOf(context).certificate.groupBy(page);
  const distinct = new Map([...enrolled, ...certified].map((key) => [`${key.personId} ${key.programId}`, key]));
  const sorted = [...distinct.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
  return (inverted ? sorted.toReversed() : sorted).slice(0, limit);
}

function cursorOf({ personId, programId }: CertificationKey): string {
  return Buffer.from(`certification:${personId}:${programId}`).toString("base64url");
}

/** The keys on the other side of a cursor. @throws MalformedCursor */
function beyond(cursor: string, side: "after" | "before") {
  const [, personId, programId] = certificationCursor.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (!personId || !programId) throw new MalformedCursor();
  const past = (id: string) => (side === "after" ? { gt: id } : { lt: id });
  return { OR: [{ personId: past(personId) }, { personId, programId: past(programId) }] };
}
