import { verifyCredential } from "@kunna/credentials";

/** Checks a credential as a stranger would: the issuer's keys are fetched from the issuer's own address. Gives the problems found. */
export async function verifyAsStranger(credential: unknown, origin: string): Promise<readonly string[]> {
  const { problems } = await verifyCredential(credential, {
    now: new Date(),
    resolveIssuer: async (url) => {
      // The credential names the address: a stranger's choice, so only the issuer that we expect is asked.
      if (new URL(url).origin !== origin) throw new Error(`The issuer is elsewhere: ${url}`);
      return (await fetch(url, { headers: { accept: "application/ld+json" } })).json();
    },
  });
  return problems.map(({ code, message }) => `${code}: ${message}`);
}
