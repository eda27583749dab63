import {
  createContext,
  defaultMaximumFileSize,
  type FeedStream,
  type FileStorage,
  fileTypesOf,
  type LtiServices,
  type MailTransport,
  noMetrics,
  type OutgoingMail,
  type OutsideDocuments,
  type Services,
  schema,
  subscribeToFeed,
  type WebhookSender,
} from "@kunna/api";
import { type Database, openFeedSignal, startRelay } from "@kunna/database";
import { type Actor, OutsideDocumentUnavailable } from "@kunna/domain";
import { type Connector, ConnectorError } from "@kunna/lms-kit";
import { type DocumentNode, type ExecutionResult, execute, parse, validate } from "graphql";

/** Files kept in memory. */
export function memoryFiles(): FileStorage {
  const kept = new Map<string, Uint8Array>();
  return {
    async write(key, content) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) chunks.push(chunk);
      kept.set(key, Buffer.concat(chunks));
    },
    async read(key, range) {
      const found = kept.get(key)?.subarray(range?.start ?? 0, range ? range.end + 1 : undefined);
      return found
        ? (async function* () {
            yield found;
          })()
        : null;
    },
    async remove(key) {
      kept.delete(key);
    },
  };
}

/** Nothing is reached. */
const nothingOutside: OutsideDocuments = {
  fetch: (url) => Promise.reject(new OutsideDocumentUnavailable(url, "NOT_REACHED")),
};

/** Any address may be sent to, and none is there. */
const nothingSent: WebhookSender = {
  check: async () => null,
  send: async () => ({ statusCode: null, error: "NOT_REACHED", text: "", retryAfter: null, milliseconds: 0 }),
};

const unreached = () => new ConnectorError("UNREACHABLE", "There is no platform here.");

/** No platform is reached. */
const noPlatforms: LtiServices = {
  signDeepLink: () => Promise.reject(unreached()),
  readRoster: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(unreached()) }) }),
  publishScore: () => Promise.reject(unreached()),
};

/** Mails kept in memory, in the order in which they were sent; one that is sent again stands once. */
export function memoryMails(): MailTransport & { readonly sent: readonly OutgoingMail[] } {
  const sent: OutgoingMail[] = [];
  return {
    sent,
    isIdempotent: true,
    async send(mail) {
      if (!sent.some(({ messageId }) => messageId === mail.messageId)) sent.push(mail);
      return { kind: "SENT" };
    },
  };
}

/** A clock that stands still until it is moved. */
export function fixedClock(start: string): { readonly now: () => Date; readonly set: (instant: string) => void } {
  let current = new Date(start);
  return {
    now: () => current,
    set: (instant) => {
      current = new Date(instant);
    },
  };
}

/** The API without a transport: operations are executed as an actor. */
export interface TestServer {
  readonly services: Services;
  execute(
    actor: Actor | null,
    document: string | DocumentNode,
    variables?: Record<string, unknown>,
  ): Promise<ExecutionResult>;
  subscribe(
    actor: Actor | null,
    document: string | DocumentNode,
    variables?: Record<string, unknown>,
  ): Promise<FeedStream | ExecutionResult>;
  close(): Promise<void>;
}

/** Starts the API on an open, migrated database, which stays the caller's to close. */
export async function createTestServer(
  database: Database,
  options: {
    readonly now?: () => Date;
    readonly outside?: OutsideDocuments;
    readonly webhooks?: WebhookSender;
    readonly lti?: LtiServices;
    readonly mail?: MailTransport;
    readonly connectors?: readonly Connector[];
  } = {},
): Promise<TestServer> {
  const feed = await openFeedSignal(database);
  const relay = await startRelay(database, { pollMs: 1_000 });
  const services: Services = {
    database,
    feed,
    now: options.now ?? (() => new Date()),
    metrics: noMetrics,
    files: memoryFiles(),
    outside: options.outside ?? nothingOutside,
    webhooks: options.webhooks ?? nothingSent,
    lti: options.lti ?? noPlatforms,
    connectors: new Map((options.connectors ?? []).map((connector) => [connector.key, connector])),
    connectorFetch: () => Promise.reject(new TypeError("Nothing is reached from here.")),
    publicUrl: "https://kunna.example.org",
    feedKeptFor: null,
    streamsPerToken: 1_000,
    maximumFileSize: defaultMaximumFileSize,
    fileTypes: fileTypesOf(),
    filesOrigin: null,
    mail: options.mail ?? memoryMails(),
    portalUrl: null,
    installationSecret: new Uint8Array(32).fill(7),
  };
  const prepare = (actor: Actor | null, document: string | DocumentNode, variables?: Record<string, unknown>) => {
    const parsed = typeof document === "string" ? parse(document) : document;
    return { schema, document: parsed, contextValue: createContext(services, actor), variableValues: variables ?? {} };
  };
  return {
    services,
    async execute(actor, document, variables) {
      const args = prepare(actor, document, variables);
      const errors = validate(schema, args.document);
      return errors.length > 0 ? { errors } : execute(args);
    },
    async subscribe(actor, document, variables) {
      return subscribeToFeed(prepare(actor, document, variables));
    },
    async close() {
      await relay.stop();
      await feed.close();
    },
  };
}
