import { z } from "zod";
import { LtiServiceError } from "../problems.ts";
import { type LtiScope, scope } from "../scopes.ts";
import { appendToPath, pagesOf, withQuery } from "./pages.ts";
import { parseAnswer, type ServiceClient } from "./service-client.ts";

/**
 * A column of the gradebook: Assignment and Grade Services 2.0, section 3.2. One that was read holds what else the platform says of it too,
 * as it came, so that an update takes nothing away.
 */
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
  /**
   * Finds by `resourceId` and `tag`, or creates. With `resourceLinkId` it is one of that link's columns, and where the link has one alone,
   * that is it, whatever it is called: a second would have Moodle's launches name neither. (`create` makes a second all the same.) Two at
   * once may make two: the service has no way to say "once".
   */
  findOrCreate(lineItemsUrl: string, input: LtiLineItemInput): Promise<LtiLineItem>;
  /** Puts another in its place, whole: what is left out is cleared, so begin with what was read. */
  update(lineItem: LtiLineItem): Promise<LtiLineItem>;
  /**
   * Removes a column, with everybody's scores in it, for good. Only of one that `create` made: that of an activity, such as a deep link
   * brought, goes from the gradebook while the activity stays.
   */
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
const mostItems = 100_000;
const mostBytes = 8 * 1024 * 1024;

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
    const { resourceLinkId: _1, resourceId: _2, tag: _3, startDateTime: _4, endDateTime: _5, ...unknown } = rest;
    return { ...unknown, id, label, scoreMaximum, ...present };
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
  /**
   * To read, the lesser scope is enough; a platform that granted the other alone may give no token for this one. What a platform said of
   * scopes as it registered is no more than a hint of which to try first: Moodle says it wrongly.
   */
  async function reading<T>(read: (scope: LtiScope) => Promise<T>): Promise<T> {
    const onlyWhole = granted.includes(scope.lineItem) && !granted.includes(scope.lineItemReadonly);
    const [first, second] = onlyWhole
      ? ([scope.lineItem, scope.lineItemReadonly] as const)
      : ([scope.lineItemReadonly, scope.lineItem] as const);
    try {
      return await read(first);
    } catch (error) {
      if (!(error instanceof LtiServiceError && error.code === "SCOPE_NOT_GRANTED")) throw error;
      return read(second);
    }
  }
  async function all<T extends z.ZodType>(
    url: string,
    shape: T,
    how: { readonly scope: LtiScope; readonly accept: string },
  ) {
    const items: z.output<T>[] = [];
    for await (const page of pagesOf(client, { url, ...how, bytes: mostBytes, signal })) {
      for (const item of parseAnswer(z.array(shape), page, url)) items.push(item);
      if (items.length > mostItems) {
        throw new LtiServiceError("SERVICE_TOO_LARGE", `${url} has over ${mostItems} entries.`);
      }
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
    list(lineItemsUrl, { resourceLinkId, resourceId, tag } = {}) {
      const url = withQuery(lineItemsUrl, { resource_link_id: resourceLinkId, resource_id: resourceId, tag });
      return reading((scope) => all(url, lineItemShape, { scope, accept: containerType }));
    },
    async get(url) {
      const answer = await reading((scope) => client.call({ url, scope, accept: type, signal }));
      return parseAnswer(lineItemShape, answer, url);
    },
    create: (lineItemsUrl, input) => write(lineItemsUrl, "POST", input),
    async findOrCreate(lineItemsUrl, input) {
      const { resourceId, tag, resourceLinkId } = input;
      const filter = { resourceId, tag, resourceLinkId };
      const given = Object.entries(filter).filter(([, value]) => value !== undefined);
      if (given.length === 0) throw new TypeError("A line item is found by its resourceId, tag or resourceLinkId.");
      // A link's columns all, also what is called otherwise.
      const asked = resourceLinkId === undefined ? Object.fromEntries(given) : { resourceLinkId };
      const found = await service.list(lineItemsUrl, asked);
      // A platform may overlook a filter.
      const same = found.find((item) => given.every(([name, value]) => item[name as keyof LtiLineItem] === value));
      const ofLink = found.filter((item) => resourceLinkId !== undefined && item.resourceLinkId === resourceLinkId);
      const only = ofLink.length === 1 ? ofLink[0] : undefined;
      return same ?? only ?? service.create(lineItemsUrl, input);
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
