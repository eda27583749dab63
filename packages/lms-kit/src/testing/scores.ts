import { z } from "zod";
import type { Course } from "./course.ts";
import { isMember } from "./crowd.ts";
import { extensible, instant, preciseInstant } from "./json-shapes.ts";
import { lineItemFor } from "./line-items.ts";
import { finding } from "./problems.ts";
import { authorised, jsonBody, methodNotAllowed, refuseFor } from "./service-request.ts";
import { serviceScopes } from "./vocabulary.ts";
import type { World } from "./world.ts";

const scoreBody = extensible({
  userId: z.string().min(1),
  scoringUserId: z.string().optional(),
  activityProgress: z.enum(["Initialized", "Started", "InProgress", "Submitted", "Completed"]),
  gradingProgress: z.enum(["FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"]),
  timestamp: preciseInstant,
  scoreGiven: z.number().min(0).optional(),
  scoreMaximum: z.number().positive("must be greater than 0").optional(),
  comment: z.string().optional(),
  submission: z.strictObject({ startedAt: instant.optional(), submittedAt: instant.optional() }).optional(),
}).superRefine((score, context) => {
  const told = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
  if (score.scoreGiven !== undefined && score.scoreMaximum === undefined) {
    told("scoreMaximum", "must be there when scoreGiven is (3.4.4)");
  }
  const { startedAt, submittedAt } = score.submission ?? {};
  if (startedAt !== undefined && submittedAt !== undefined && Date.parse(submittedAt) < Date.parse(startedAt)) {
    told("submission", "must not end before it begins (3.4.10)");
  }
});

/**
 * Takes scores: AGS 2.0 section 3.4. A score that is not newer than the one that stands is answered with 409, as Moodle does: section 3.4.9 forbids to
 * take it, and leaves open how to say so.
 */
export async function scoresEndpoint(
  request: Request,
  world: World,
  course: Course,
  itemId: string,
): Promise<Response> {
  const section = "3.4 Score publish service";
  if (request.method !== "POST") return methodNotAllowed(request, world, "POST", "AGS 2.0", section);
  const token = authorised(request, world, [serviceScopes.score]);
  if (token instanceof Response) return token;
  const item = lineItemFor(course, itemId, token);
  if (item === undefined) return Response.json({ error: "NOT_FOUND" }, { status: 404 });
  const body = await jsonBody(request, world, {
    mediaType: "application/vnd.ims.lis.v1.score+json",
    schema: scoreBody,
    code: "SCORE",
    spec: "AGS 2.0",
    section,
  });
  if (body instanceof Response) return body;
  if (!isMember(course, body.userId)) {
    const message = `userId ${body.userId} is of nobody in the course.`;
    return refuseFor(world, request, 404, [finding("SCORE_USER", "AGS 2.0", "3.4.5 userId", message)]);
  }
  const before = item.scores.get(body.userId);
  if (before !== undefined && Date.parse(body.timestamp) <= Date.parse(before.timestamp)) {
    return Response.json({ error: "OLDER_SCORE", standing: before.timestamp }, { status: 409 });
  }
  item.scores.set(body.userId, {
    userId: body.userId,
    scoreGiven: body.scoreGiven ?? null,
    scoreMaximum: body.scoreMaximum ?? null,
    activityProgress: body.activityProgress,
    gradingProgress: body.gradingProgress,
    timestamp: body.timestamp,
    comment: body.comment ?? null,
    submission:
      body.submission === undefined
        ? null
        : { startedAt: body.submission.startedAt ?? null, submittedAt: body.submission.submittedAt ?? null },
  });
  return new Response(null, { status: 204 });
}
