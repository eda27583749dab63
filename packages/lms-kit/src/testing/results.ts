import type { Course } from "./course.ts";
import { lineItemUrl } from "./endpoints.ts";
import { lineItemFor } from "./line-items.ts";
import { linkHeader, sliceOf, urlOfSlice } from "./paging.ts";
import { authorised, methodNotAllowed, notAcceptable } from "./service-request.ts";
import { serviceScopes } from "./vocabulary.ts";
import type { World } from "./world.ts";

const resultsType = "application/vnd.ims.lis.v2.resultcontainer+json";

/** Tells what stands in the gradebook: AGS 2.0 section 3.3. Only what is fully graded has a result, scaled to the line item's maximum. */
export async function resultsEndpoint(
  request: Request,
  world: World,
  course: Course,
  itemId: string,
): Promise<Response> {
  const section = "3.3 Result service";
  if (request.method !== "GET") return methodNotAllowed(request, world, "GET", "AGS 2.0", section);
  const token = authorised(request, world, [serviceScopes.resultReadOnly]);
  if (token instanceof Response) return token;
  const refusal = notAcceptable(request, world, resultsType, "AGS 2.0", section);
  if (refusal !== null) return refusal;
  const item = lineItemFor(course, itemId, token);
  if (item === undefined) return Response.json({ error: "NOT_FOUND" }, { status: 404 });
  const url = new URL(request.url);
  const asked = url.searchParams.get("user_id");
  const scores = [...item.scores.values()].filter(
    (score) =>
      score.gradingProgress === "FullyGraded" &&
      score.scoreGiven !== null &&
      (asked === null || asked === score.userId),
  );
  const { from, size } = sliceOf(url);
  const next = from + size < scores.length ? urlOfSlice(url, { from: from + size, size }) : null;
  const id = lineItemUrl(world.url(), course.id, item.id);
  const results = scores.slice(from, from + size).map((score) => ({
    id: id.replace("/lineitem?", `/lineitem/results/${encodeURIComponent(score.userId)}?`),
    scoreOf: id,
    userId: score.userId,
    resultScore: ((score.scoreGiven ?? 0) / (score.scoreMaximum ?? 1)) * item.scoreMaximum,
    resultMaximum: item.scoreMaximum,
    ...(score.comment === null ? {} : { comment: score.comment }),
  }));
  const link = linkHeader({ next });
  return new Response(JSON.stringify(results), {
    headers: { "content-type": resultsType, ...(link === null ? {} : { link }) },
  });
}
