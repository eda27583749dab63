import type { LtiRegistration } from "./registration.ts";
import type { LtiLogin, LtiRegistrationToken, LtiSigningKey, LtiStorage } from "./storage.ts";

/** What a storage in memory starts with, and how it decides. */
export interface MemoryStorageOptions {
  readonly registrations?: readonly LtiRegistration[];
  /** Deployments that are known from the start, by registration id. */
  readonly deployments?: Readonly<Record<string, readonly string[]>>;
  /** Which registrations a login URL's `hint` names; left out: those that were added under a token with that hint. */
  readonly named?: (hint: string, registration: LtiRegistration) => boolean;
  /** What a platform that registers itself is at first. PENDING, where it is left out. */
  readonly status?: LtiRegistration["status"];
}

/** A storage in memory, which also shows what it holds and can be told what an admin would decide. */
export interface MemoryStorage extends LtiStorage {
  /** Adds a registration, or puts another in its place. */
  setRegistration(registration: LtiRegistration): void;
  registrations(): readonly LtiRegistration[];
}

/**
 * A storage in memory: for tests, and for tools of one process that may forget. Each method does its work before it first
 * waits, which makes it atomic here. It forgets what expired a while ago.
 */
export function memoryStorage(options: MemoryStorageOptions = {}): MemoryStorage {
  const registrations = new Map((options.registrations ?? []).map((one) => [one.id, one]));
  const deployments = new Map(Object.entries(options.deployments ?? {}).map(([id, known]) => [id, new Set(known)]));
  const grants = new Map<string, string>();
  const logins = new Map<string, LtiLogin>();
  const used = new Map<string, { readonly expiresAt: Date }>();
  const tokens = new Map<string, LtiRegistrationToken>();
  let keys: readonly LtiSigningKey[] = [];

  let swept = Date.now();
  /** At most once a minute. An hour late: who comes with an expired login is told that, and a test's clock may be behind. */
  const forget = () => {
    const now = Date.now();
    if (now - swept < 60_000) return;
    swept = now;
    for (const map of [logins, used, tokens]) {
      for (const [key, { expiresAt }] of map) if (expiresAt.getTime() < now - 3_600_000) map.delete(key);
    }
  };
  const take = <T>(map: Map<string, T>, key: string): T | null => {
    const value = map.get(key) ?? null;
    map.delete(key);
    return value;
  };
  const known = (id: string): Set<string> => {
    const set = deployments.get(id) ?? new Set<string>();
    deployments.set(id, set);
    return set;
  };
  const isNamed = options.named ?? ((hint, registration) => grants.get(registration.id) === hint);

  return {
    setRegistration: (registration) => void registrations.set(registration.id, registration),
    registrations: () => [...registrations.values()],

    findRegistrations: async ({ issuer, clientId, hint }) =>
      [...registrations.values()].filter(
        (one) =>
          one.issuer === issuer &&
          (clientId === undefined || one.clientId === clientId) &&
          (hint === undefined || isNamed(hint, one)),
      ),
    getRegistration: async (id) => registrations.get(id) ?? null,
    addRegistration: async (platform, { grant, deploymentId }) => {
      const same = [...registrations.values()].some(
        (one) => one.issuer === platform.issuer && one.clientId === platform.clientId && grants.get(one.id) === grant,
      );
      if (same) return null;
      const id = `registration-${registrations.size + 1}`;
      const added: LtiRegistration = {
        ...platform,
        id,
        status: options.status ?? "PENDING",
        deployments: deploymentId === undefined ? "FIRST_USE" : "LISTED",
      };
      registrations.set(id, added);
      grants.set(id, grant);
      if (deploymentId !== undefined) known(id).add(deploymentId);
      return added;
    },
    useDeployment: async (registrationId, deploymentId) => {
      if (known(registrationId).has(deploymentId)) return "KNOWN";
      if (registrations.get(registrationId)?.deployments !== "FIRST_USE") return "UNKNOWN";
      known(registrationId).add(deploymentId);
      return "ADDED";
    },

    putLogin: async (login) => {
      forget();
      logins.set(login.state, login);
    },
    getLogin: async (state) => logins.get(state) ?? null,
    takeLogin: async (state) => take(logins, state),
    useOnce: async (registrationId, value, expiresAt) => {
      const key = JSON.stringify([registrationId, value]);
      if (used.has(key)) return false;
      used.set(key, { expiresAt });
      return true;
    },

    signingKeys: async () => keys,
    replaceSigningKey: async ({ replaces, key, othersExpireAt }) => {
      const newest = keys.find(({ expiresAt }) => expiresAt === null);
      if ((newest?.kid ?? null) !== replaces) return false;
      keys = [...keys.map((one) => ({ ...one, expiresAt: one.expiresAt ?? othersExpireAt })), key];
      return true;
    },

    putRegistrationToken: async (token) => void tokens.set(token.hash, token),
    getRegistrationToken: async (hash) => tokens.get(hash) ?? null,
    takeRegistrationToken: async (hash) => take(tokens, hash),
  };
}
