import { assertCarryOver, NotFound, VersionStatusRefused } from "@kunna/domain";
import { type ResolveCursorConnectionArgs, resolveCursorConnection } from "@pothos/plugin-relay";
import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { certificationCursor } from "../../../schema/cursors.ts";
import { MalformedCursor } from "../../../schema/errors.ts";
import { rowId } from "../../../schema/ids.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { CarryOverModeEnum, LearnersUnderWayEnum } from "../../program/index.ts";
import { countAffected, loadAffected } from "../affected.ts";
import { type PreviewedPerson, previewCarryOver } from "../carry-over-preview.ts";
import { loadVersion } from "../load.ts";
import type { PublishedVersion } from "../state.ts";
import { AffectedTotalsType, PreviewedPersonType } from "./carry-over-preview.type.ts";

const CarryOverPreviewInput = builder.inputType("CarryOverPreviewInput", {
  description: "Which publication to try, so that one can compare before it is made.",
  fields: (t) => ({
    versionId: t.id({ required: true, description: "A draft, or a published version." }),
    mode: t.field({
      type: CarryOverModeEnum,
      description: "How holders would come over; left out: as it was published, a draft at their next renewal.",
    }),
    by: t.field({ type: "Date", description: "Of a BY_DATE, and needed with it: the day by which a renewal is due." }),
    learnersUnderWay: t.field({
      type: LearnersUnderWayEnum,
      required: true,
      defaultValue: "STAY",
      description: "What would become of learners under way.",
    }),
  }),
});

/** A version that would be published so. */
interface Preview {
  readonly version: PublishedVersion & { readonly programId: string };
  readonly moves: boolean;
}

const CarryOverPreviewType = builder.objectRef<Preview>("CarryOverPreview").implement({
  description:
    "What the publication of a version means to those who hold an older one or are under way on it: who is affected, what each would be asked for, and which dates move (R10). Nothing is written.",
  fields: (t) => ({
    totals: t.field({
      type: AffectedTotalsType,
      description: "How many they are.",
      resolve: ({ version }, _args, context) => countAffected(readerOf(context), version, context.services.now()),
    }),
    people: t.connection({
      type: PreviewedPersonType,
      description: "Each of them.",
      resolve: (preview, args, context) =>
        resolveCursorConnection<Promise<PreviewedPerson[]>>(
          { args, defaultSize: 20, maxSize: 100, toCursor: cursorOf },
          (page) => peopleOf(preview, page, context),
        ),
    }),
  }),
});

builder.queryField("carryOverPreview", (t) =>
  t.field({
    type: CarryOverPreviewType,
    description:
      "Tries the publication of a version: what it would mean to holders and learners, before it is made or beside another way. Writes nothing. For program owners.",
    authScopes: { may: "program.publish" },
    complexity: 10,
    args: { input: t.arg({ type: CarryOverPreviewInput, required: true, description: "Which publication." }) },
    resolve: (_root, { input }, context) => previewOf(input, context),
  }),
);

/** @throws NotFound, VersionStatusRefused, InvalidInput */
async function previewOf(input: typeof CarryOverPreviewInput.$inferInput, context: ApiContext): Promise<Preview> {
  const [reader, now] = [readerOf(context), context.services.now()];
  const version = await loadVersion(reader, rowId("ProgramVersion", input.versionId, "versionId"), now);
  if (!version) throw new NotFound("program version");
  if (version.status === "RETIRED") throw new VersionStatusRefused("RETIRED", "PUBLISHED");
  const moves = input.learnersUnderWay === "MOVE";
  if (!input.mode) return { version: { ...version, isOpen: true }, moves };
  const by = input.by ?? null;
  const timeZone = await timeZoneOf(reader);
  // Nobody is told anything by a preview: a note would say nothing.
  assertCarryOver({ mode: input.mode, by, note: input.mode === "BY_DATE" ? "-" : null }, now, timeZone);
  return { version: { ...version, isOpen: true, carryOver: input.mode, by }, moves };
}

async function peopleOf(
  { version, moves }: Preview,
  { before, after, limit, inverted }: ResolveCursorConnectionArgs,
  context: ApiContext,
): Promise<PreviewedPerson[]> {
  const [reader, now] = [readerOf(context), context.services.now()];
  const page = { limit, inverted, after: personOf(after), before: personOf(before) };
  const personIds = await loadAffected(reader, version, now, page);
  return previewCarryOver(reader, version, moves, personIds, now);
}

function cursorOf({ personId, programId }: PreviewedPerson): string {
  return Buffer.from(`certification:${personId}:${programId}`).toString("base64url");
}

/** @throws MalformedCursor */
function personOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [, personId] = certificationCursor.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (!personId) throw new MalformedCursor();
  return personId;
}
