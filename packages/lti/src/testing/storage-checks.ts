import type { LtiPlatform, LtiRegistration } from "../registration.ts";
import type { LtiLogin, LtiSigningKey, LtiStorage } from "../storage.ts";

/** A storage with nothing in it, and what the checks need beside the port. */
export interface StorageUnderTest {
  readonly storage: LtiStorage;
  /** A grant that platforms can be added under, such as an organisation's id. Another name gives another grant. */
  readonly grant: (name: "one" | "other") => Promise<{ readonly grant: string; readonly hint?: string }>;
  /** Does what an admin would: sets the status and the deployment policy of a registration. */
  readonly decide: (
    registrationId: string,
    decision: Pick<LtiRegistration, "status" | "deployments">,
  ) => Promise<unknown>;
}

/** One thing that each storage must do. `run` throws an Error that says what was otherwise. */
export interface StorageCheck {
  readonly name: string;
  /** Wants a storage with nothing in it: signing keys are the tool's, so that one which has some already fails. */
  run(subject: StorageUnderTest): Promise<void>;
}

const platform: LtiPlatform = {
  issuer: "https://lms.example.org",
  clientId: "client-1",
  authorizationEndpoint: "https://lms.example.org/auth",
  tokenEndpoint: "https://lms.example.org/token",
  jwksUri: "https://lms.example.org/jwks",
};
const later = new Date(Date.now() + 600_000);

/** The contract of a storage: any test runner runs each, with a storage of its own. */
export const storageChecks: readonly StorageCheck[] = [
  {
    name: "keeps a platform, and finds it by issuer and client id",
    async run(subject) {
      const { storage } = subject;
      const { registration, hint } = await add(subject, "one");
      equal(await storage.getRegistration(registration.id), registration, "getRegistration");
      const { issuer, clientId } = platform;
      equal((await storage.findRegistrations({ issuer })).length, 1, "found by the issuer alone");
      equal((await storage.findRegistrations({ issuer, clientId })).length, 1, "found by both");
      equal(
        (await storage.findRegistrations({ issuer, clientId: "client-2" })).length,
        0,
        "found by another client id",
      );
      equal((await storage.findRegistrations({ issuer: `${issuer}/` })).length, 0, "found by another spelling");
      if (hint !== undefined) {
        equal((await storage.findRegistrations({ issuer, clientId, hint })).length, 1, "found by its hint");
        equal((await storage.findRegistrations({ issuer, hint: "names-nothing" })).length, 0, "found by a wrong hint");
      }
    },
  },
  {
    name: "keeps the same platform once under one grant, and again under another",
    async run(subject) {
      const { grant } = await subject.grant("one");
      const twice = await Promise.all([1, 2].map(() => subject.storage.addRegistration(platform, { grant })));
      equal(twice.filter((one) => one !== null).length, 1, "registrations of two at once");
      const other = await add(subject, "other");
      const found = await subject.storage.findRegistrations({ issuer: platform.issuer });
      equal(found.length, 2, "registrations of two grants");
      if (other.hint === undefined) return;
      const { issuer, clientId } = platform;
      const named = await subject.storage.findRegistrations({ issuer, clientId, hint: other.hint });
      equal(named.map(({ id }) => id).join(), other.registration.id, "what the other's hint names");
    },
  },
  {
    name: "shows what an admin decided at the next read",
    async run(subject) {
      const { registration } = await add(subject, "one");
      for (const status of ["APPROVED", "BLOCKED"] as const) {
        await subject.decide(registration.id, { status, deployments: "LISTED" });
        equal((await subject.storage.getRegistration(registration.id))?.status, status, "status");
      }
      equal(await subject.storage.getRegistration("no-such-registration"), null, "an id that is nobody's");
    },
  },
  {
    name: "refuses unknown deployments of a LISTED registration, and adds those of a FIRST_USE one once",
    async run(subject) {
      const { storage } = subject;
      const { registration } = await add(subject, "one");
      await subject.decide(registration.id, { status: "APPROVED", deployments: "LISTED" });
      equal(await storage.useDeployment(registration.id, "7"), "UNKNOWN", "an unknown one");
      equal(await storage.useDeployment(registration.id, "7"), "UNKNOWN", "the same again");
      await subject.decide(registration.id, { status: "APPROVED", deployments: "FIRST_USE" });
      const five = await Promise.all([1, 2, 3, 4, 5].map(() => storage.useDeployment(registration.id, "7")));
      equal(five.sort().join(), "ADDED,KNOWN,KNOWN,KNOWN,KNOWN", "five at once");
      await subject.decide(registration.id, { status: "APPROVED", deployments: "LISTED" });
      equal(await storage.useDeployment(registration.id, "7"), "KNOWN", "one that was added");
    },
  },
  {
    name: "knows the deployment that a platform told as it registered",
    async run(subject) {
      const { grant } = await subject.grant("one");
      const registration = await subject.storage.addRegistration(platform, { grant, deploymentId: "1" });
      if (registration === null) throw new Error("It was not added.");
      await subject.decide(registration.id, { status: "APPROVED", deployments: "LISTED" });
      equal(await subject.storage.useDeployment(registration.id, "1"), "KNOWN", "the deployment");
    },
  },
  {
    name: "gives a login to one of ten that take it at once",
    async run(subject) {
      const { registration } = await add(subject, "one");
      const login: LtiLogin = {
        state: `state-${crypto.randomUUID()}`,
        nonce: "nonce",
        registrationId: registration.id,
        targetLinkUri: "https://tool.example.org/launch",
        bindingHash: "hash",
        storageTarget: "_parent",
        expiresAt: later,
      };
      await subject.storage.putLogin(login);
      equal(await subject.storage.getLogin(login.state), login, "getLogin");
      equal(await takenBy(10, () => subject.storage.takeLogin(login.state)), 1, "logins taken");
      equal(await subject.storage.getLogin(login.state), null, "after it was taken");
    },
  },
  {
    name: "lets a value be used once by each registration",
    async run(subject) {
      const one = (await add(subject, "one")).registration.id;
      const other = (await add(subject, "other")).registration.id;
      const value = `nonce:${crypto.randomUUID()}`;
      const ten = await Promise.all(Array.from({ length: 10 }, () => subject.storage.useOnce(one, value, later)));
      equal(ten.filter(Boolean).length, 1, "first uses of ten at once");
      equal(await subject.storage.useOnce(other, value, later), true, "the same value of another registration");
    },
  },
  {
    name: "lets one of two successors of a signing key in, and says when the older one ends",
    async run({ storage }) {
      equal((await storage.signingKeys()).length, 0, "keys at first");
      const first = await Promise.all(
        ["a", "b"].map((kid) => storage.replaceSigningKey({ replaces: null, key: keyOf(kid), othersExpireAt: later })),
      );
      equal(first.filter(Boolean).length, 1, "first keys of two at once");
      const [present] = await storage.signingKeys();
      if (present === undefined) throw new Error("There is no key.");
      equal(present, keyOf(present.kid), "the key as it was given");
      const change = { replaces: present.kid, key: keyOf("c"), othersExpireAt: later };
      equal(await storage.replaceSigningKey(change), true, "a successor");
      equal(await storage.replaceSigningKey({ ...change, key: keyOf("d") }), false, "a second successor");
      const ends = Object.fromEntries((await storage.signingKeys()).map(({ kid, expiresAt }) => [kid, expiresAt]));
      equal(ends, { [present.kid]: later, c: null }, "keys and when they end");
    },
  },
  {
    name: "gives a registration token to one of ten that take it at once",
    async run(subject) {
      const token = { ...(await subject.grant("one")), hash: `hash-${crypto.randomUUID()}`, expiresAt: later };
      await subject.storage.putRegistrationToken(token);
      equal(await subject.storage.getRegistrationToken(token.hash), token, "getRegistrationToken");
      equal(await takenBy(10, () => subject.storage.takeRegistrationToken(token.hash)), 1, "tokens taken");
      equal(await subject.storage.getRegistrationToken(token.hash), null, "after it was taken");
    },
  },
];

async function add(
  subject: StorageUnderTest,
  name: "one" | "other",
): Promise<{ readonly registration: LtiRegistration; readonly hint?: string }> {
  const { grant, ...hint } = await subject.grant(name);
  const registration = await subject.storage.addRegistration(platform, { grant });
  if (registration === null) throw new Error("The first platform of a grant was not added.");
  return { registration, ...hint };
}

function keyOf(kid: string): LtiSigningKey {
  return { kid, privateJwk: { kty: "RSA", kid, alg: "RS256", d: "secret" }, signsFrom: new Date(0), expiresAt: null };
}

async function takenBy(times: number, take: () => Promise<unknown>): Promise<number> {
  const taken = await Promise.all(Array.from({ length: times }, take));
  return taken.filter((one) => one !== null).length;
}

function equal<T>(actual: T, expected: T, what: string): void {
  const [a, b] = [canonical(actual), canonical(expected)];
  if (a !== b) throw new Error(`${what}: ${a}, and not ${b}`);
}

/** The JSON of a value, with the keys of objects in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
