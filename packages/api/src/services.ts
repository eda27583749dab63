import type { Database, FeedSignal } from "@kunna/database";
import type { Connector, ConnectorContext } from "@kunna/lms-kit";
import type { LtiServices } from "./lti-services.ts";
import type { Metrics } from "./metrics.ts";
import type { FileStorage } from "./modules/evidence/index.ts";
import type { MailTransport } from "./modules/notification/index.ts";
import type { OutsideDocuments } from "./outside-documents.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** What the API needs from the outside, given once at the root. */
export interface Services {
  readonly database: Database;
  /** Tells that an organisation's feed has grown. */
  readonly feed: FeedSignal;
  /** How long an event can be read from the feed, in milliseconds; null: always. */
  readonly feedKeptFor: number | null;
  /** How many streams one token may have open in this process. */
  readonly streamsPerToken: number;
  /** The one clock: tests and the demo move it. */
  readonly now: () => Date;
  /** Counts what is watched. */
  readonly metrics: Metrics;
  readonly files: FileStorage;
  /** In bytes: what one uploaded file may have. */
  readonly maximumFileSize: number;
  /** What lies at strangers' addresses (R12). Never asked while a transaction is open. */
  readonly outside: OutsideDocuments;
  /** Never sent with while a transaction is open. */
  readonly webhooks: WebhookSender;
  /** What platforms are asked and told as an LTI tool. Never called while a transaction is open. */
  readonly lti: LtiServices;
  /** The connectors to LMSs that this installation runs, by their keys. */
  readonly connectors: ReadonlyMap<string, Connector>;
  /** How connectors reach the network: bounded in time and size, never to private networks. */
  readonly connectorFetch: ConnectorContext["fetch"];
  /** The media types that are taken. */
  readonly fileTypes: ReadonlySet<string>;
  /**
   * The origin that files are downloaded from, such as https://files.example.org: another than the API's, so that nothing
   * in a file is ever part of it. Null: from the API's own, and then always as a download.
   */
  readonly filesOrigin: string | null;
  /** Where the installation is reached from outside, without a slash at the end: the base of every public address. */
  readonly publicUrl: string;
  /** Carries the mails that notify people. */
  readonly mail: MailTransport;
  /** Where people sign in, as mails name it; null: they name no such place. */
  readonly portalUrl: string | null;
  /** 32 bytes under which signing keys and webhook secrets are encrypted. */
  readonly installationSecret: Uint8Array;
}
