import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Platform } from "./index.ts";

/** Asks a window of the platform, as LTI Client Side postMessages has it. */
const ask = (platform: string) => `
const platform = ${JSON.stringify(platform)};
const frameOf = (name) => (name === undefined || name === "_parent" ? parent : parent.frames[name]);
const ask = (target, message) => new Promise((answer, fail) => {
  const message_id = crypto.randomUUID();
  addEventListener("message", ({ data, origin }) => {
    if (data.message_id !== message_id || origin !== platform) return;
    data.error ? fail(new Error(data.error.code)) : answer(data);
  });
  target.postMessage({ ...message, message_id }, platform);
});
const say = (text) => parent.postMessage({ subject: "said", text }, platform);`;

function loginPage(platform: string, authorization: string, state: string): string {
  return `<script>${ask(platform)}
(async () => {
  const { supported_messages } = await ask(parent, { subject: "lti.capabilities" });
  const storage = supported_messages.find(({ subject }) => subject === "lti.put_data");
  if (!storage) return say("NO STORAGE");
  await ask(frameOf(storage.frame), { subject: "lti.put_data", key: "state", value: ${JSON.stringify(state)} });
  location.href = ${JSON.stringify(authorization)};
})().catch((error) => say(error.message));
</script>`;
}

function launchPage(platform: string, storageTarget: string, state: string): string {
  return `<script>${ask(platform)}
(async () => {
  const { value } = await ask(frameOf(${JSON.stringify(storageTarget)}), { subject: "lti.get_data", key: "state" });
  const { height } = await ask(parent, { subject: "lti.frameResize", height: 333 });
  say((value === ${JSON.stringify(state)} ? "BOUND" : "NOT BOUND") + ", " + height + " pixels");
})().catch((error) => say(error.message));
</script>`;
}

/** A tool on a site of its own that keeps its state in the platform's storage, and no cookie. What it comes to, it says to the page around it. */
export async function startStorageTool(platform: Platform) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    response.setHeader("content-type", "text/html");
    if (request.url === "/launch") {
      response.end(launchPage(platform.url, form.get("lti_storage_target") ?? "", form.get("state") ?? ""));
      return;
    }
    const state = crypto.randomUUID();
    const authorization = new URL(platform.configurationFor(registration).authorizationUrl);
    authorization.search = new URLSearchParams({
      scope: "openid",
      response_type: "id_token",
      response_mode: "form_post",
      prompt: "none",
      client_id: registration.clientId,
      redirect_uri: registration.targetLinkUri,
      login_hint: form.get("login_hint") ?? "",
      lti_message_hint: form.get("lti_message_hint") ?? "",
      state,
      nonce: crypto.randomUUID(),
    }).toString();
    response.end(loginPage(platform.url, authorization.href, state));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Another name of the same address is another site to a browser.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const registration = platform.tool({ loginUrl: `${url}/login`, redirectUris: [`${url}/launch`] });
  return () => new Promise((resolve) => server.close(resolve));
}
