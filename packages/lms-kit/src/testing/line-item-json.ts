import { z } from "zod";
import type { Course, LineItem } from "./course.ts";
import { lineItemUrl } from "./endpoints.ts";
import { extensible, instant } from "./json-shapes.ts";
import type { World } from "./world.ts";

/** A line item as a tool may write it: AGS 2.0 sections 3.2.7 to 3.2.14. */
export const lineItemBody = extensible({
  id: z.url().optional(),
  label: z.string().refine((label) => label.trim() !== "", "must not be blank"),
  scoreMaximum: z.number().positive("must be greater than 0"),
  resourceLinkId: z.string().min(1).optional(),
  resourceId: z.string().optional(),
  tag: z.string().optional(),
  startDateTime: instant.optional(),
  endDateTime: instant.optional(),
  gradesReleased: z.boolean().optional(),
  submissionReview: z
    .strictObject({
      reviewableStatus: z.array(z.enum(["None", "Initialized", "Started", "InProgress", "Submitted", "Completed"])),
      label: z.string().optional(),
      url: z.url().optional(),
      custom: z.record(z.string(), z.string()).optional(),
    })
    .optional(),
});
export type LineItemBody = z.infer<typeof lineItemBody>;

/** A line item as the platform tells it. */
export function lineItemJson(world: World, course: Course, item: LineItem): Record<string, unknown> {
  return {
    id: lineItemUrl(world.url(), course.id, item.id),
    label: item.label,
    scoreMaximum: item.scoreMaximum,
    ...(item.resourceLinkId === null ? {} : { resourceLinkId: item.resourceLinkId }),
    ...(item.resourceId === null ? {} : { resourceId: item.resourceId }),
    ...(item.tag === null ? {} : { tag: item.tag }),
    ...(item.startDateTime === null ? {} : { startDateTime: item.startDateTime }),
    ...(item.endDateTime === null ? {} : { endDateTime: item.endDateTime }),
    ...(item.gradesReleased === null ? {} : { gradesReleased: item.gradesReleased }),
    ...(item.submissionReview === null ? {} : { submissionReview: item.submissionReview }),
  };
}

/** Writes a body over a line item: it replaces all but its id and its resource link. */
export function writeLineItem(item: LineItem, body: LineItemBody): void {
  item.label = body.label;
  item.scoreMaximum = body.scoreMaximum;
  item.resourceId = body.resourceId ?? null;
  item.tag = body.tag ?? null;
  item.startDateTime = body.startDateTime ?? null;
  item.endDateTime = body.endDateTime ?? null;
  item.gradesReleased = body.gradesReleased ?? null;
  item.submissionReview = body.submissionReview ?? null;
}
