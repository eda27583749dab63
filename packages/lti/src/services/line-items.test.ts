import { expect, test } from "vitest";
import { LtiServiceError } from "../problems.ts";
import { scope } from "../scopes.ts";
import { lineItems } from "./line-items.ts";
import type { ServiceCall } from "./service-client.ts";

const lineItemsUrl = "https://lms.example/lineitems";
const column = (id: number, more: object = {}) => ({
  id: `${lineItemsUrl}/${id}`,
  label: "Rescue",
  scoreMaximum: 100,
  resourceLinkId: "link",
  ...more,
});

/** Line items of a platform that answers so, and what it was asked. */
function asking(answer: (call: ServiceCall) => unknown, granted?: readonly string[]) {
  const calls: ServiceCall[] = [];
  const client = {
    call: async (call: ServiceCall) => {
      calls.push(call);
      return { status: 200, headers: new Headers(), text: JSON.stringify(answer(call)) };
    },
  };
  return { service: lineItems(client, { granted }), calls };
}

test("the only column of a link is taken, whatever it is called; of two, the one that is called so", async () => {
  const input = { label: "Rescue", scoreMaximum: 100, resourceLinkId: "link", resourceId: "program-1" };
  const one = asking(() => [column(1), column(2, { resourceLinkId: "other" })]);
  expect((await one.service.findOrCreate(lineItemsUrl, input)).id).toBe(`${lineItemsUrl}/1`);
  // By the link alone: a platform would leave out what has no resourceId.
  expect(one.calls.map(({ url }) => url)).toEqual([`${lineItemsUrl}?resource_link_id=link`]);

  const two = asking(() => [column(1), column(2, { resourceId: "program-1" })]);
  expect((await two.service.findOrCreate(lineItemsUrl, input)).id).toBe(`${lineItemsUrl}/2`);

  const none = asking(({ method }) => (method === "POST" ? column(3) : []));
  expect((await none.service.findOrCreate(lineItemsUrl, input)).id).toBe(`${lineItemsUrl}/3`);
});

test("an update gives back what the platform said beside what is known", async () => {
  const said = column(1, { gradesReleased: true, "https://lms.example/ext": { period: 2 }, tag: "a" });
  const { service, calls } = asking(() => said);
  await service.update({ ...(await service.get(said.id)), label: "Rescue 2" });
  expect(calls.at(-1)?.content?.value).toEqual({ ...said, label: "Rescue 2" });
});

test("more than can be taken is an error, and no short list", async () => {
  const page = Array.from({ length: 100_001 }, (_, at) => ({ userId: String(at) }));
  const { service, calls } = asking(() => page);
  await expect(service.results(`${lineItemsUrl}/1`)).rejects.toMatchObject({ code: "SERVICE_TOO_LARGE" });
  expect(calls[0]?.bytes).toBe(8 * 1024 * 1024);
});

test.each([
  ["nothing", undefined, [scope.lineItemReadonly, scope.lineItem]],
  ["both", [scope.lineItem, scope.lineItemReadonly], [scope.lineItemReadonly, scope.lineItem]],
  ["the whole", [scope.lineItem], [scope.lineItem]],
])("a platform that said %s and grants the whole is read by that", async (_said, granted, tried) => {
  const { service, calls } = asking(({ scope: asked }) => {
    if (asked !== scope.lineItem) throw new LtiServiceError("SCOPE_NOT_GRANTED", "");
    return [column(1)];
  }, granted);
  expect(await service.list(lineItemsUrl)).toHaveLength(1);
  expect(calls.map((call) => call.scope)).toEqual(tried);
});
