import { randomToken, sha256 } from "./bytes.ts";
import type { LtiStorage } from "./storage.ts";

/**
 * Makes a registration token: the address that an LMS admin pastes has it as `token`, and it registers one platform, once.
 * It is shown to whoever asked for it, and kept only as its hash.
 */
export async function createRegistrationToken(
  storage: Pick<LtiStorage, "putRegistrationToken">,
  options: {
    /** What the platform is added under, such as an organisation's id. */
    readonly grant: string;
    /** What its login URL is to have as `hint`. */
    readonly hint?: string;
    readonly expiresAt: Date;
    /** The tool's registration address. */
    readonly registerUrl: string;
  },
): Promise<{ readonly token: string; readonly url: string }> {
  const { registerUrl, ...kept } = options;
  const token = randomToken();
  await storage.putRegistrationToken({ ...kept, hash: await sha256(token) });
  const url = new URL(registerUrl);
  url.searchParams.set("token", token);
  return { token, url: url.href };
}
