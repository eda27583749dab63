import { firstForm } from "@kunna/lms-kit/testing";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { fixture, registrationOf } from "./fixture.test.support.ts";
import { claim, type LtiContentItem, type LtiDeepLinkingLaunch, type LtiResourceLinkItem } from "./index.ts";

const link: LtiResourceLinkItem = {
  type: "ltiResourceLink",
  title: "Rescue",
  text: 'A program with <b>"quotes"</b>',
  custom: { program: "rescue" },
  lineItem: { scoreMaximum: 100, label: "Rescue", resourceId: "program-1", tag: "progress" },
  available: { startDateTime: new Date("2026-01-01T00:00:00Z") },
  submission: { endDateTime: new Date("2026-06-01T00:00:00Z") },
  iframe: { height: 600 },
};

async function picking(settings: Readonly<Record<string, unknown>> = {}) {
  const made = await fixture();
  await made.platform.deepLink({ settings: { data: "opaque", ...settings } });
  const launch = made.launches[0] as LtiDeepLinkingLaunch;
  const answer = (items: readonly LtiContentItem[]) => ({ ...launch, items });
  return { ...made, launch, answer };
}

describe("The answer to a deep linking request", () => {
  test("is signed by the tool's key, for the platform, and gives its data back", async () => {
    const { tool, launch, answer, clock, platform } = await picking();
    const response = await tool.deepLinkResponse(answer([link]), new Request("https://tool.example/pick"));
    const form = firstForm(await response.text(), "https://tool.example/pick");
    expect(form).toMatchObject({ action: launch.deepLinking.returnUrl, method: "POST" });
    const keys = createLocalJWKSet((await (await tool.jwks()).json()) as JSONWebKeySet);
    const { payload, protectedHeader } = await jwtVerify(form?.fields.JWT ?? "", keys, {
      issuer: launch.clientId,
      audience: platform.issuer,
      currentDate: clock.now,
    });
    expect(protectedHeader).toMatchObject({ alg: "RS256", kid: expect.any(String) });
    expect(payload).toMatchObject({
      [claim.messageType]: "LtiDeepLinkingResponse",
      [claim.version]: "1.3.0",
      [claim.deploymentId]: launch.deploymentId,
      [claim.deepLinkingData]: "opaque",
      nonce: expect.any(String),
    });
    expect(payload[claim.contentItems]).toEqual([
      {
        type: "ltiResourceLink",
        title: "Rescue",
        text: link.text,
        custom: { program: "rescue" },
        lineItem: link.lineItem,
        available: { startDateTime: "2026-01-01T00:00:00.000Z" },
        submission: { endDateTime: "2026-06-01T00:00:00.000Z" },
        iframe: { height: 600 },
      },
    ]);
    const now = Math.floor(clock.now.getTime() / 1000);
    // A platform's clock may be a little behind.
    expect([payload.iat, payload.exp]).toEqual([now - 10, now + 300]);
  });

  test("leaves a line item out where the platform takes none", async () => {
    const { tool, answer } = await picking({ acceptLineItem: false });
    const jwt = await tool.signDeepLinkAnswer(answer([link]));
    const payload = JSON.parse(atob((jwt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
    expect(payload[claim.contentItems][0]).not.toHaveProperty("lineItem");
  });

  test.each([
    ["TYPE_NOT_ACCEPTED", { acceptTypes: ["link"] }, [link]],
    ["ONE_ONLY", { acceptMultiple: false }, [link, link]],
    ["TARGET", {}, [{ ...link, url: "https://elsewhere.example/lti/launch" }]],
    ["SCORE_MAXIMUM", {}, [{ ...link, lineItem: { scoreMaximum: 0 } }]],
  ] as const)("is refused: %s", async (reason, settings, items) => {
    const { tool, answer } = await picking(settings);
    await expect(tool.signDeepLinkAnswer(answer(items))).rejects.toMatchObject({
      code: "DEEP_LINK_ITEMS_REFUSED",
      reason,
    });
  });

  test("may lead to a target with a query of its own", async () => {
    const { tool, answer } = await picking();
    const url = "https://tool.example/lti/launch?program=1";
    expect(await tool.signDeepLinkAnswer(answer([{ ...link, url }]))).toMatch(/^ey/);
  });

  test("is signed for no platform that was blocked meanwhile", async () => {
    const { tool, answer, storage, platform, registered } = await picking();
    storage.setRegistration({ ...registrationOf(platform, registered, "registration-1"), status: "BLOCKED" });
    await expect(tool.signDeepLinkAnswer(answer([link]))).rejects.toMatchObject({ code: "REGISTRATION_BLOCKED" });
  });
});
