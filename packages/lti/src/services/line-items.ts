import { z } from "zod";
import { scope } from "../scopes.ts";
import { appendToPath, pagesOf, withQuery } from "./pages.ts";
import { parseAnswer, type ServiceClient } from "./service-client.ts";

/** A column of the gradebook: Assignment and Grade Services 2.0, section 3.2. */
export interface LtiLineItem {
  /** Its URL: where scores go. Each is the platform's own, and may hold a query. */
  readonly id: string;
  readonly label: string;
  readonly scoreMaximum: number;
  readonly resourceLinkId?: string;
  /** The tool's own names of it. */
  readonly resourceId?: string;
  readonly tag?: string;
  readonly startDateTime?: string;
  readonly endDateTime?: string;
}

export type LtiLineItemInput = Omit<LtiLineItem, "id">;

export interface LtiLineItemFilter {
  readonly resourceLinkId?: string;
  readonly resourceId?: string;
  readonly tag?: string;
}

export interface LineItems {
  /** All that the tool may see, by what is asked for. @param lineItemsUrl `ags.lineItemsUrl` of a launch */
  list(lineItemsUrl: string, filter?: LtiLineItemFilter): Promise<readonly LtiLineItem[]>;
  get(lineItemUrl: string): Promise<LtiLineItem>;
  create(lineItemsUrl: string, input: LtiLineItemInput): Promise<LtiLineItem>;
  /** Finds by the filter's `resourceId` and `tag`, or creates. Two at once may make two: the service has no way to say "once". */
  findOrCreate(lineItemsUrl: string, input: LtiLineItemInput): Promise<LtiLineItem>;
  /** Puts another in its place, whole. */
  update(lineItem: LtiLineItem): Promise<LtiLineItem>;
  /** Removes a column, with its scores. */
  remove(lineItemUrl: string): Promise<void>;
  /** What stands in the column, of one person or all. */
  results(lineItemUrl: string, filter?: { readonly userId?: string }): Promise<readonly LtiResult[]>;
}

/** What the platform has in a column for a person: section 3.3. */
export interface LtiResult {
  readonly userId: string;
  /** Null: nothing is there. */
  readonly resultScore: number | null;
  readonly resultMaximum: number;
  readonly comment?: string;
}

const type = "application/vnd.ims.lis.v2.lineitem+json";
const containerType = "application/vnd.ims.lis.v2.lineitemcontainer+json";
const resultsType = "application/vnd.ims.lis.v2.resultcontainer+json";
const mostItems = 10_000;

const text = z.preprocess((value) => (value === null || value === "" ? undefined : value), z.string().optional());
const lineItemShape = z
  .looseObject({
    id: z.string().refine((value) => URL.canParse(value), "a URL"),
    label: z.string(),
    scoreMaximum: z.coerce.number(),
    resourceLinkId: z.preprocess((value) => (typeof value === "number" ? String(value) : value), text),
    resourceId: text,
    tag: text,
    startDateTime: text,
    endDateTime: text,
  })
  .transform(({ id, label, scoreMaximum, ...rest }): LtiLineItem => {
    const { resourceLinkId, resourceId, tag, startDateTime, endDateTime } = rest;
    const known = { resourceLinkId, resourceId, tag, startDateTime, endDateTime };
    const present = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
    return { id, label, scoreMaximum, ...present };
  });

const resultShape = z
  .looseObject({
    userId: z.coerce.string(),
    resultScore: z.coerce.number().nullish(),
    resultMaximum: z.coerce.number().nullish(),
    comment: text,
  })
  .transform(
    ({ userId, resultScore, resultMaximum, comment }): LtiResult => ({
      userId,
      resultScore: resultScore ?? null,
      // Section 3.3.4: 1, where it is left out.
      resultMaximum: resultMaximum ?? 1,
      ...(comment !== undefined && { comment }),
    }),
  );

/** @param granted the scopes that the platform granted, where it said so */
export function lineItems(
  client: ServiceClient,
  {
    granted = [],
    signal,
  }: { readonly granted?: readonly string[] | undefined; readonly signal?: AbortSignal | undefined },
): LineItems {
  // To read, the lesser scope is enough; a platform that granted the other alone may refuse to give a token for this one.
  const onlyWhole = granted.includes(scope.lineItem) && !granted.includes(scope.lineItemReadonly);
  const readScope = onlyWhole ? scope.lineItem : scope.lineItemReadonly;
  async function all<T extends z.ZodType>(
    url: string,
    shape: T,
    how: { readonly scope: Scope; readonly accept: string },
  ) {
    const items: z.output<T>[] = [];
    for await (const page of pagesOf(client, { url, ...how, signal })) {
      items.push(...parseAnswer(z.array(shape), page, url));
      if (items.length > mostItems) break;
    }
    return items;
  }
  async function write(url: string, method: "POST" | "PUT", value: unknown): Promise<LtiLineItem> {
    const content = { type, value };
    return parseAnswer(
      lineItemShape,
      await client.call({ url, method, scope: scope.lineItem, accept: type, content, signal }),
      url,
    );
  }
  const service: LineItems = {
    list: (lineItemsUrl, { resourceLinkId, resourceId, tag } = {}) =>
      all(withQuery(lineItemsUrl, { resource_link_id: resourceLinkId, resource_id: resourceId, tag }), lineItemShape, {
        scope: readScope,
        accept: containerType,
      }),
    async get(url) {
      return parseAnswer(lineItemShape, await client.call({ url, scope: readScope, accept: type, signal }), url);
    },
    create: (lineItemsUrl, input) => write(lineItemsUrl, "POST", input),
    async findOrCreate(lineItemsUrl, input) {
      const { resourceId, tag, resourceLinkId } = input;
      const filter = { resourceId, tag, resourceLinkId };
      const given = Object.entries(filter).filter(([, value]) => value !== undefined);
      if (given.length === 0) throw new TypeError("A line item is found by its resourceId, tag or resourceLinkId.");
      const found = await service.list(lineItemsUrl, Object.fromEntries(given));
      // A platform may overlook a filter.
      const same = found.find((item) => given.every(([name, value]) => item[name as keyof LtiLineItem] === value));
      return same ?? service.create(lineItemsUrl, input);
    },
    update: (lineItem) => write(lineItem.id, "PUT", lineItem),
    async remove(url) {
      await client.call({ url, method: "DELETE", scope: scope.lineItem, signal });
    },
    results: (lineItemUrl, { userId } = {}) =>
      all(withQuery(appendToPath(lineItemUrl, "results"), { user_id: userId }), resultShape, {
        scope: scope.resultReadonly,
        accept: resultsType,
      }),
  };
  return service;
}

type Scope = (typeof scope)[keyof typeof scope];
