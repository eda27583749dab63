import { isAbsolute, resolve } from "node:path";
import { type FileKind, fileKinds, fileTypesOf } from "@kunna/api";
import { z } from "zod";
import type { S3Location } from "./files/s3-requests.ts";
import type { SmtpServer } from "./mail/smtp.ts";

const schema = z.object({
  /** The port at which it listens. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_000),
  /** The address at which it listens: 0.0.0.0 for all that the machine has. */
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Of a PostgreSQL server; left out: the embedded database in KUNNA_FOLDER. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  /** Which part of the work it does: what is asked (api), what is done beside requests (worker), or both. */
  KUNNA_ROLE: z.enum(["api", "worker", "both"]).default("both"),
  /** Of a Redis by which several processes wake one another; left out: by the database itself. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/./, "must begin with redis:// or rediss://")
    .optional(),
  /** Whoever sends it as a bearer token may read /metrics; left out: only this machine itself may, where PUBLIC_URL names no other. */
  KUNNA_METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, "must have 16 characters or more, as from `openssl rand -hex 32`")
    .optional(),
  /** What it keeps on disk: the embedded database, uploaded files, its secret, the demo's sign-ins. */
  KUNNA_FOLDER: z.string().min(1).default(".kunna"),
  /** Where it is reached from outside: the base of every public address, printed on certificates and signed. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** 32 bytes in base64, under which signing keys and webhook secrets are encrypted; left out: made once and kept in KUNNA_FOLDER. */
  KUNNA_SECRET: z.base64().optional(),
  /** Whether an empty database is given the demo organisations; left out: unless NODE_ENV is production. */
  KUNNA_DEMO: z.enum(["true", "false"]).optional(),
  /** Where uploaded files are kept, as s3://bucket/prefix?region=...&endpoint=...; left out: in KUNNA_FOLDER. */
  KUNNA_FILES: z.url({ protocol: /^s3$/, error: "must be as s3://bucket/prefix?region=eu-north-1." }).optional(),
  /** The key to the bucket in KUNNA_FILES. */
  AWS_ACCESS_KEY_ID: z.string().optional(),
  /** The secret of that key. */
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  /** Where that key is for a while only: its session. */
  AWS_SESSION_TOKEN: z.string().optional(),
  /** The bucket's region, where KUNNA_FILES does not say it. */
  AWS_REGION: z.string().optional(),
  /** What one uploaded file may have, in MiB. */
  KUNNA_FILE_MAX_MB: z.coerce.number().int().min(1).max(10_240).default(50),
  /** How many days an event can be read from the feed; 0: always. */
  KUNNA_FEED_DAYS: z.coerce.number().int().min(0).max(36_500).default(365),
  /** How many streams one token may have open in this process. */
  KUNNA_STREAMS_PER_TOKEN: z.coerce.number().int().min(1).max(1_000_000).default(250),
  /** Whether outside credentials and LMSs may be reached on this machine itself, and by http: for development and tests. */
  KUNNA_OUTSIDE_LOOPBACK: z.enum(["true", "false"]).default("false"),
  /** Whether webhooks may be sent to private networks and to this machine itself, and by http. */
  KUNNA_WEBHOOK_PRIVATE: z.enum(["true", "false"]).default("false"),
  /** Whether an LMS that is registered may be in a private network: https all the same. */
  KUNNA_LTI_PRIVATE: z.enum(["true", "false"]).default("false"),
  /** Which kinds of files are taken, with commas between; left out: all that are known. */
  KUNNA_FILE_TYPES: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.enum(Object.keys(fileKinds) as [FileKind, ...FileKind[]])))
    .optional(),
  /** Where files are downloaded from: this same server under another name, or what passes on to it with that Host. */
  KUNNA_FILES_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  /** The mail server, as smtp://user:password@host:587 or smtps://...; left out: mails are files in KUNNA_FOLDER/mail. */
  KUNNA_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be as smtp://user:password@mail.example.org:587." })
    .optional(),
  /** The address that mails come from. */
  KUNNA_MAIL_FROM: z.email({ error: "must be an e-mail address." }).optional(),
  /** Where people sign in: mails link to it. Left out: they link to the public pages of certificates alone. */
  KUNNA_PORTAL_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** `production` gives an empty database no demo. */
  NODE_ENV: z.string().optional(),
  /** From which level on it logs: JSON lines on standard error. */
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("warn"),
});

/** What a process does: answers requests, does what is done beside them, or both. */
export type Role = "api" | "worker" | "both";

/** Everything that is set from outside, parsed once. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly role: Role;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly metricsToken: string | null;
  readonly folder: string;
  readonly publicUrl: string | null;
  readonly secret: Uint8Array | null;
  /** The bucket that uploaded files are kept in; null: the folder. */
  readonly s3: S3Location | null;
  /** In bytes. */
  readonly maximumFileSize: number;
  /** In milliseconds; null: always. */
  readonly feedKeptFor: number | null;
  readonly streamsPerToken: number;
  /** Whether outside credentials (R12) and LMSs may be reached on this machine itself. */
  readonly outsideLoopback: boolean;
  /** Whether webhooks may be sent to private networks, and by http. */
  readonly webhookPrivate: boolean;
  /** Whether LMSs may be in private networks. */
  readonly ltiPrivate: boolean;
  /** The media types that are taken. */
  readonly fileTypes: ReadonlySet<string>;
  /** Without a slash at the end; null: files come from the API's own origin. */
  readonly filesOrigin: string | null;
  /** The mail server; null: mails are files. */
  readonly smtp: SmtpServer | null;
  readonly mailFrom: string;
  readonly portalUrl: string | null;
  readonly demo: boolean;
  readonly logLevel: string;
}

/** A setting that can't be used: one clear sentence. */
export class EnvironmentRefused extends Error {
  readonly code = "ENVIRONMENT_REFUSED";
}

/**
 * The environment of this process.
 * @param options what the command line says instead
 * @throws EnvironmentRefused
 */
export function currentEnvironment(options: Readonly<Record<string, string>> = {}): Environment {
  return readEnvironment({ ...process.env, ...options }, process.cwd());
}

/** Parses an environment; a relative folder is taken from `base`. @throws EnvironmentRefused */
export function readEnvironment(variables: NodeJS.ProcessEnv, base: string): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const { success, data, error } = schema.safeParse(given);
  if (!success)
    throw new EnvironmentRefused(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}.`).join(" "));
  assertProcesses(data);
  const secret = data.KUNNA_SECRET === undefined ? null : new Uint8Array(Buffer.from(data.KUNNA_SECRET, "base64"));
  if (secret && secret.byteLength !== 32)
    throw new EnvironmentRefused("KUNNA_SECRET: must be 32 bytes in base64, as from `openssl rand -base64 32`.");
  return {
    port: data.PORT,
    host: data.HOST,
    role: data.KUNNA_ROLE,
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    metricsToken: data.KUNNA_METRICS_TOKEN ?? null,
    folder: isAbsolute(data.KUNNA_FOLDER) ? data.KUNNA_FOLDER : resolve(base, data.KUNNA_FOLDER),
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    secret,
    s3: s3Of(data),
    maximumFileSize: data.KUNNA_FILE_MAX_MB * 1024 * 1024,
    feedKeptFor: data.KUNNA_FEED_DAYS === 0 ? null : data.KUNNA_FEED_DAYS * 86_400_000,
    streamsPerToken: data.KUNNA_STREAMS_PER_TOKEN,
    outsideLoopback: data.KUNNA_OUTSIDE_LOOPBACK === "true",
    webhookPrivate: data.KUNNA_WEBHOOK_PRIVATE === "true",
    ltiPrivate: data.KUNNA_LTI_PRIVATE === "true",
    fileTypes: fileTypesOf(data.KUNNA_FILE_TYPES),
    filesOrigin: filesOriginOf(data.KUNNA_FILES_ORIGIN, data.PUBLIC_URL),
    smtp: smtpOf(data),
    mailFrom: data.KUNNA_MAIL_FROM ?? "kunna@localhost.invalid",
    portalUrl: data.KUNNA_PORTAL_URL ?? null,
    demo: data.KUNNA_DEMO === undefined ? data.NODE_ENV !== "production" : data.KUNNA_DEMO === "true",
    logLevel: data.LOG_LEVEL,
  };
}

/** One of several processes shares a database, an address that people reach, and the secret that keys are kept under. */
function assertProcesses({ KUNNA_ROLE: role, ...data }: z.infer<typeof schema>): void {
  if (data.REDIS_URL !== undefined && data.DATABASE_URL === undefined)
    throw new EnvironmentRefused(
      "REDIS_URL: the embedded database belongs to one process, which needs no Redis: set DATABASE_URL to a PostgreSQL server, or leave REDIS_URL out.",
    );
  if (role === "both") return;
  if (data.DATABASE_URL === undefined)
    throw new EnvironmentRefused(
      `KUNNA_ROLE: the embedded database belongs to one process, which must be both: set DATABASE_URL to a PostgreSQL server, or leave the role ${role} out.`,
    );
  if (data.PUBLIC_URL === undefined || data.KUNNA_SECRET === undefined)
    throw new EnvironmentRefused(
      `KUNNA_ROLE: ${role} is one of several processes: set PUBLIC_URL and KUNNA_SECRET, the same for all of them.`,
    );
}

function filesOriginOf(given: string | undefined, publicUrl: string | undefined): string | null {
  if (given === undefined) return null;
  const { origin, pathname, search } = new URL(given);
  if (pathname !== "/" || search !== "")
    throw new EnvironmentRefused("KUNNA_FILES_ORIGIN: must be an origin without a path, as https://files.example.org.");
  if (publicUrl !== undefined && new URL(publicUrl).origin === origin)
    throw new EnvironmentRefused("KUNNA_FILES_ORIGIN: must be another origin than that of PUBLIC_URL.");
  return origin;
}

function smtpOf({ KUNNA_SMTP_URL, KUNNA_MAIL_FROM }: z.infer<typeof schema>): SmtpServer | null {
  if (KUNNA_SMTP_URL === undefined) return null;
  if (KUNNA_MAIL_FROM === undefined)
    throw new EnvironmentRefused("KUNNA_SMTP_URL: set KUNNA_MAIL_FROM too, the address that mails come from.");
  const { protocol, hostname, port, username, password } = new URL(KUNNA_SMTP_URL);
  const secure = protocol === "smtps:";
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    user: username === "" ? null : decodeURIComponent(username),
    password: password === "" ? null : decodeURIComponent(password),
  };
}

function s3Of(data: z.infer<typeof schema>): S3Location | null {
  if (data.KUNNA_FILES === undefined) return null;
  const { hostname: bucket, pathname, searchParams } = new URL(data.KUNNA_FILES);
  const unknown = [...searchParams.keys()].filter((name) => name !== "region" && name !== "endpoint");
  if (unknown.length > 0) throw new EnvironmentRefused(`KUNNA_FILES: takes no ${unknown.join(", ")}.`);
  const region = searchParams.get("region") ?? data.AWS_REGION;
  const endpoint = searchParams.get("endpoint")?.replace(/\/+$/, "") ?? null;
  if (!region)
    throw new EnvironmentRefused("KUNNA_FILES: say the bucket's region, as ?region=eu-north-1 or AWS_REGION.");
  if (endpoint !== null && !/^https?:\/\/[^/?#]+$/.test(endpoint))
    throw new EnvironmentRefused("KUNNA_FILES: the endpoint must be as https://s3.example.org.");
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = data;
  if (!accessKeyId || !secretAccessKey)
    throw new EnvironmentRefused("KUNNA_FILES: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY too.");
  const prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
  if (!/^[\w./-]*$/.test(prefix))
    throw new EnvironmentRefused("KUNNA_FILES: the prefix takes letters, digits, and the signs _ . - /.");
  const sessionToken = data.AWS_SESSION_TOKEN ?? null;
  return { bucket, prefix: prefix && `${prefix}/`, region, endpoint, accessKeyId, secretAccessKey, sessionToken };
}
