import { z } from "zod";
import { extensible, instant } from "./json-shapes.ts";
import type { DeepLinkingSettings } from "./launch-intent.ts";
import { type Finding, finding } from "./problems.ts";

const positive = z.number().int().positive();
const image = extensible({ url: z.url(), width: positive.optional(), height: positive.optional() });
const frame = extensible({ src: z.url().optional(), width: positive.optional(), height: positive.optional() });
const newWindow = extensible({
  targetName: z.string().optional(),
  width: positive.optional(),
  height: positive.optional(),
  windowFeatures: z.string().optional(),
});
const interval = extensible({ startDateTime: instant.optional(), endDateTime: instant.optional() });
const described = { title: z.string().optional(), text: z.string().optional() };
const shown = { icon: image.optional(), thumbnail: image.optional() };

/** The content items of Deep Linking 2.0 section 3, by their type. */
const shapes = {
  ltiResourceLink: extensible({
    type: z.literal("ltiResourceLink"),
    ...described,
    ...shown,
    url: z.url().optional(),
    window: newWindow.optional(),
    iframe: frame.optional(),
    custom: z.record(z.string(), z.string()).optional(),
    lineItem: extensible({
      label: z.string().optional(),
      scoreMaximum: z.number().positive("must be greater than 0"),
      resourceId: z.string().optional(),
      tag: z.string().optional(),
      gradesReleased: z.boolean().optional(),
    }).optional(),
    available: interval.optional(),
    submission: interval.optional(),
  }),
  link: extensible({
    type: z.literal("link"),
    ...described,
    ...shown,
    url: z.url(),
    embed: extensible({ html: z.string() }).optional(),
    window: newWindow.optional(),
    iframe: frame.optional(),
  }),
  file: extensible({
    type: z.literal("file"),
    ...described,
    ...shown,
    url: z.url(),
    mediaType: z.string().optional(),
    expiresAt: instant.optional(),
  }),
  html: extensible({ type: z.literal("html"), ...described, html: z.string() }),
  image: extensible({
    type: z.literal("image"),
    ...described,
    ...shown,
    url: z.url(),
    width: positive.optional(),
    height: positive.optional(),
  }),
} as const;
export type ResourceLinkItem = z.infer<typeof shapes.ltiResourceLink>;

/** A content item as the tool sent it. */
export interface ContentItem {
  readonly type: string;
  readonly [property: string]: unknown;
}

const section = "3 Content Item types";
const told = (code: string, where: string, message: string) => finding(code, "Deep Linking 2.0", where, message);

function itemFindings(item: unknown, at: number): readonly Finding[] {
  const type = (item as { type?: unknown } | null)?.type;
  if (typeof type !== "string") return [told("CONTENT_ITEM", section, `Item ${at} has no type.`)];
  if (!(type in shapes)) {
    return /^https?:/.test(type) ? [] : [told("CONTENT_ITEM", section, `Item ${at}: there is no type ${type}.`)];
  }
  const parsed = shapes[type as keyof typeof shapes].safeParse(item);
  if (parsed.success) return [];
  return parsed.error.issues.map((issue) =>
    told("CONTENT_ITEM", section, `Item ${at}, ${issue.path.map(String).join(".")}: ${issue.message}`),
  );
}

/** What is wrong with content items: each by itself, and all by what the platform said that it takes (section 4.4.1). */
export function contentItemFindings(items: readonly unknown[], settings: DeepLinkingSettings): readonly Finding[] {
  const where = "4.4.1 Deep linking settings";
  const found = items.flatMap(itemFindings);
  for (const item of items as readonly ContentItem[]) {
    if (typeof item?.type === "string" && !settings.acceptTypes.includes(item.type)) {
      found.push(told("CONTENT_ITEM_TYPE", where, `accept_types does not have ${item.type}.`));
    }
    if (item?.lineItem !== undefined && !settings.acceptLineItem) {
      found.push(
        told("LINE_ITEM_NOT_ACCEPTED", where, "The platform said by accept_lineitem that it takes no line items."),
      );
    }
  }
  if (items.length > 1 && !settings.acceptMultiple) {
    found.push(told("SEVERAL_ITEMS", where, "The platform said by accept_multiple that it takes one item."));
  }
  return found;
}
