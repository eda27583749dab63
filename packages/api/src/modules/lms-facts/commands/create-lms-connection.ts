import { encryptSecret } from "@kunna/credentials";
import { ConnectorUnknown, InvalidInput, type Problem } from "@kunna/domain";
import type { Connector, ConnectorField } from "@kunna/lms-kit";
import { authorize, type Command } from "../../../command.ts";

export interface CreateLmsConnection {
  readonly connector: string;
  readonly name: string;
  /** By the keys of the connector's fields. */
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/**
 * Connects an LMS by a connector, in use at once: an administrator of the organisation did it. Its secrets are kept encrypted
 * and never shown again.
 * @throws NotPermitted, ConnectorUnknown, InvalidInput
 */
export const createLmsConnection: Command<CreateLmsConnection, { connectionId: string }> = async (
  { tx, actor, now, emit, services },
  { connector: key, name, settings, secrets },
) => {
  authorize(actor, "lms.edit");
  const connector = services.connectors.get(key);
  if (!connector) throw new ConnectorUnknown(key);
  const problems = [
    ...fieldProblems(connector, settings, false, "settings"),
    ...fieldProblems(connector, secrets, true, "secrets"),
  ];
  if (problems.length > 0) throw new InvalidInput(problems);
  const { organisationId, personId } = actor;
  const { id: connectionId } = await tx.lmsConnection.create({
    data: {
      ...{ organisationId, connector: key, name, settings: given(settings), status: "ACTIVE", addsPeople: false },
      ...{ createdById: personId, createdAt: now, decidedById: personId, decidedAt: now },
      nextSyncAt: connector.capabilities.includes("FACTS") ? now : null,
    },
    select: { id: true },
  });
  const rows = Object.entries(given(secrets)).map(([field, secret]) => {
    const id = crypto.randomUUID();
    const encryptedSecret = encryptSecret(secret, services.installationSecret, id);
    return { id, organisationId, connectionId, key: field, encryptedSecret, createdAt: now };
  });
  await tx.lmsSecret.createMany({ data: rows });
  emit({ type: "LMS_CONNECTION_REQUESTED", facts: { connectionId, connector: key } });
  emit({ type: "LMS_CONNECTION_APPROVED", facts: { connectionId, instructorRoles: [], addsPeople: false } });
  return { connectionId };
};

/** What is left empty is not given. */
function given(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

function fieldProblems(
  connector: Connector,
  values: Readonly<Record<string, string>>,
  secret: boolean,
  path: string,
): Problem[] {
  const fields = new Map(connector.fields.filter((field) => field.secret === secret).map((one) => [one.key, one]));
  const unknown = Object.keys(values).filter((key) => !fields.has(key));
  const missing = [...fields.values()].filter(({ key, required }) => required && !values[key]);
  return [
    ...unknown.map((key) => ({
      code: "FIELD_UNKNOWN",
      path: `${path}.${key}`,
      message: `The connector ${connector.key} has no such field here: ${key}.`,
      fix: "Leave it out, or give it where `lmsConnectors` says.",
    })),
    ...missing.map((field) => missingField(field, path)),
  ];
}

function missingField({ key, label }: ConnectorField, path: string): Problem {
  return {
    code: "FIELD_MISSING",
    path: `${path}.${key}`,
    message: `${label.en} is missing.`,
    fix: "Give it.",
  };
}
