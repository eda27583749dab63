import {
  addLtiRegistration,
  findLtiRegistrations,
  getLtiLink,
  getLtiLogin,
  getLtiRegistration,
  type LtiLinkFacts,
  type LtiRegistrationFacts,
  ltiSigningKeys,
  putLtiLinkToken,
  putLtiLogin,
  replaceLtiKey,
  type Services,
  takeLtiLink,
  takeLtiLogin,
  useLtiDeployment,
  useLtiValueOnce,
} from "@kunna/api";
import type { LtiRegistration, LtiStorage } from "@kunna/lti";

/** Whose tool it is: each organisation is a tool of its own, with keys and addresses of its own. */
export interface LtiOrganisation {
  readonly id: string;
  readonly key: string;
}

/** There are no keys without an organisation: nothing is signed before one is known. */
class NoOrganisation extends Error {
  constructor() {
    super("An LTI tool signs for one organisation: none is named here.");
  }
}

type StorageServices = Pick<Services, "database" | "now" | "installationSecret">;

/**
 * What the library keeps, in the database. Of one organisation, or, where a launch or a login names none, of all: then there
 * are no keys.
 */
export function ltiStorage(services: StorageServices, organisation: LtiOrganisation | null): LtiStorage {
  const { database, now } = services;
  const ours = organisation?.key;
  const organisationId = (): string => {
    if (!organisation) throw new NoOrganisation();
    return organisation.id;
  };
  const isOurs = (id: string) => !organisation || id === organisation.id;
  // An organisation's login URL names it already: it needs no hint. Another's token is none here.
  const told = (link: LtiLinkFacts | null) => {
    if (!link || !organisation) return link;
    const { hint, ...token } = link;
    return hint === organisation.key ? token : null;
  };
  return {
    async findRegistrations({ issuer, clientId, hint }) {
      if (ours !== undefined && hint !== undefined && hint !== ours) return [];
      const organisationKey = ours ?? hint;
      const found = await findLtiRegistrations(database, {
        issuer,
        ...(clientId === undefined ? {} : { clientId }),
        ...(organisationKey === undefined ? {} : { organisationKey }),
      });
      return found.map(registrationOf);
    },
    async getRegistration(id) {
      const found = await getLtiRegistration(database, id);
      return found && isOurs(found.organisationId) ? registrationOf(found) : null;
    },
    async addRegistration(platform, options) {
      const added = await addLtiRegistration(database, now(), platform, options);
      return added && registrationOf(added);
    },
    useDeployment: (connectionId, deploymentId) => useLtiDeployment(database, now(), { connectionId, deploymentId }),
    putLogin: (login) => putLtiLogin(database, login),
    getLogin: (state) => getLtiLogin(database, state),
    takeLogin: (state) => takeLtiLogin(database, state),
    useOnce: (connectionId, value, expiresAt) => useLtiValueOnce(database, { connectionId, value, expiresAt }),
    // What the library signs with is of jose's type; the same JSON.
    signingKeys: async () =>
      (await ltiSigningKeys(services, organisationId())) as Awaited<ReturnType<LtiStorage["signingKeys"]>>,
    replaceSigningKey: (change) => replaceLtiKey(services, organisationId(), change),
    putRegistrationToken: (token) => putLtiLinkToken(database, token),
    getRegistrationToken: async (hash) => told(await getLtiLink(database, hash)),
    takeRegistrationToken: async (hash) => told(await takeLtiLink(database, hash, now())),
  };
}

function registrationOf({ organisationId: _, ...registration }: LtiRegistrationFacts): LtiRegistration {
  return registration;
}
