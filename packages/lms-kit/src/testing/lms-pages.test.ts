import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { createPlatform, newKeyRing } from "./index.ts";
import { inlineTool } from "./inline-tool.test.support.ts";
import { storageScript } from "./storage-script.ts";

const keys = await newKeyRing();
const tool = "https://tool.example";

/** A window that runs a script of a page, and what it answers to messages. The browser itself is not here: only its messages are. */
function windowWith(script: string) {
  const listeners: ((event: unknown) => void)[] = [];
  const style = { height: "" };
  const scope: Record<string, unknown> = {
    addEventListener: (_type: string, listener: (event: unknown) => void) => listeners.push(listener),
    document: { getElementById: () => ({ style }) },
  };
  scope.window = scope;
  runInContext(script, createContext(scope));
  const post = (origin: string, data: unknown) => {
    const answers: unknown[] = [];
    const source = {
      postMessage: (answer: unknown, to: string) => answers.push([JSON.parse(JSON.stringify(answer)), to]),
    };
    for (const listener of listeners) listener({ origin, data, source });
    return answers;
  };
  return { post, style };
}

test("a storage keeps what a tool puts, for its origin alone", () => {
  const { post } = windowWith(storageScript([tool, "https://other.example"]));
  const put = { subject: "lti.put_data", message_id: "1", key: "state", value: "abc" };
  const get = { subject: "lti.get_data", message_id: "2", key: "state" };
  expect(post(tool, put)).toEqual([
    [{ subject: "lti.put_data.response", message_id: "1", key: "state", value: "abc" }, tool],
  ]);
  expect(post(tool, get)).toMatchObject([[{ subject: "lti.get_data.response", message_id: "2", value: "abc" }, tool]]);
  expect(post("https://other.example", get)).toMatchObject([[{ value: null }, "https://other.example"]]);
  expect(post("https://evil.example", get)).toMatchObject([
    [{ error: { code: "wrong_origin" } }, "https://evil.example"],
  ]);
  post(tool, { ...put, value: null });
  expect(post(tool, get)).toMatchObject([[{ value: null }, tool]]);
});

test.each([
  ["bad_request", { subject: "lti.put_data", key: "a", value: "b" }],
  ["bad_request", { subject: "lti.put_data", message_id: "1", value: "b" }],
  ["bad_request", { subject: "lti.put_data", message_id: "1", key: "a", value: 5 }],
  ["bad_request", { subject: "lti.get_data", message_id: "1" }],
  ["storage_exhaustion", { subject: "lti.put_data", message_id: "1", key: "a", value: "b".repeat(4_096) }],
])("a storage answers %s", (code, message) => {
  expect(windowWith(storageScript([tool])).post(tool, message)).toMatchObject([[{ error: { code } }, tool]]);
});

async function pageOf(storage: "NONE" | "PARENT" | "FRAME") {
  const platform = await createPlatform({ keys });
  inlineTool(platform).register();
  const url = platform.page({ storage });
  const html = await (await platform.fetch(new Request(url))).text();
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
  return { platform, html, ...windowWith(script) };
}

test.each([
  ["NONE", ["lti.capabilities", "lti.frameResize"], undefined],
  ["PARENT", ["lti.capabilities", "lti.frameResize", "lti.put_data", "lti.get_data"], undefined],
  ["FRAME", ["lti.capabilities", "lti.frameResize", "lti.put_data", "lti.get_data"], "lti_storage"],
] as const)("a page with storage %s says so", async (storage, subjects, frame) => {
  const { post, html } = await pageOf(storage);
  const [[answer] = []] = post(tool, { subject: "lti.capabilities", message_id: "1" }) as [
    [{ supported_messages: { subject: string; frame?: string }[] }],
  ];
  expect(answer?.supported_messages.map(({ subject }) => subject)).toEqual(subjects);
  expect(answer?.supported_messages.at(-1)?.frame).toBe(frame);
  expect(html.includes('<iframe name="lti_storage"')).toBe(storage === "FRAME");
  const put = post(tool, { subject: "lti.put_data", message_id: "1", key: "a", value: "b" });
  expect(put).toHaveLength(storage === "PARENT" ? 1 : 0);
});

test("a page gives the frame the height that the tool asks for, and heeds no stranger", async () => {
  const { post, style } = await pageOf("NONE");
  post("https://evil.example", { subject: "lti.frameResize", height: 10 });
  expect(style.height).toBe("");
  expect(post(tool, { subject: "lti.frameResize", height: 640 })).toMatchObject([[{ height: 640 }, tool]]);
  expect(style.height).toBe("640px");
  expect(post(tool, { subject: "lti.frameResize", height: "tall" })).toMatchObject([
    [{ error: { code: "bad_request" } }, tool],
  ]);
  expect(post(tool, { subject: "lti.fly" })).toMatchObject([[{ error: { code: "unsupported_subject" } }, tool]]);
});

test("the page's frame begins the login, and names the storage to the tool", async () => {
  const { platform, html } = await pageOf("FRAME");
  const frame = /<iframe id="tool"[^>]* data-src="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const visit = await platform.browser().open(new URL(frame, platform.url).href);
  expect(visit.response.status).toBe(200);
  expect(visit.steps.find((step) => step.url === `${tool}/login`)?.fields).toMatchObject({
    lti_storage_target: "lti_storage",
  });
  expect(visit.steps.find((step) => step.url === `${tool}/launch`)?.fields).toMatchObject({
    lti_storage_target: "lti_storage",
  });
  expect(platform.problems).toEqual([]);
});

test("a page of no message is not found", async () => {
  const platform = await createPlatform({ keys });
  for (const path of ["tool", "login"]) {
    expect((await platform.fetch(new Request(`${platform.url}/lms/${path}?message=none`))).status).toBe(404);
  }
});
