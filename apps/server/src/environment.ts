import { isAbsolute, resolve } from "node:path";
import { type FileKind, fileKinds, fileTypesOf } from "@kunna/api";
import { z } from "zod";

const schema = z.object({
  /** Where it listens. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(4_000),
  HOST: z.string().min(1).default("127.0.0.1"),
  /** Of a PostgreSQL server; left out: the embedded database in KUNNA_FOLDER. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  /** What it keeps on disk: the embedded database, uploaded files, its secret, the demo's sign-ins. */
  KUNNA_FOLDER: z.string().min(1).default(".kunna"),
  /** Where it is reached from outside: the base of every public address, printed on certificates and signed. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** 32 bytes in base64, under which signing keys are encrypted; left out: made once and kept in KUNNA_FOLDER. */
  KUNNA_SECRET: z.base64().optional(),
  /** Whether an empty database is given the demo organisations; left out: unless NODE_ENV is production. */
  KUNNA_DEMO: z.enum(["true", "false"]).optional(),
  /** What one uploaded file may have, in MiB. */
  KUNNA_FILE_MAX_MB: z.coerce.number().int().min(1).max(10_240).default(50),
  /** Whether outside credentials may be fetched from this machine itself, and by http: for development and tests. */
  KUNNA_OUTSIDE_LOOPBACK: z.enum(["true", "false"]).default("false"),
  /** Which kinds of files are taken, with commas between; left out: all that are known. */
  KUNNA_FILE_TYPES: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.enum(Object.keys(fileKinds) as [FileKind, ...FileKind[]])))
    .optional(),
  /** Where files are downloaded from: this same server under another name, or what passes on to it with that Host. */
  KUNNA_FILES_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  NODE_ENV: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("warn"),
});

/** Everything that is set from outside, parsed once. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | null;
  readonly folder: string;
  readonly publicUrl: string | null;
  readonly secret: Uint8Array | null;
  /** In bytes. */
  readonly maximumFileSize: number;
  /** Whether outside credentials may be fetched from this machine itself (R12). */
  readonly outsideLoopback: boolean;
  /** The media types that are taken. */
  readonly fileTypes: ReadonlySet<string>;
  /** Without a slash at the end; null: files come from the API's own origin. */
  readonly filesOrigin: string | null;
  readonly demo: boolean;
  readonly logLevel: string;
}

/** A setting that can't be used: one clear sentence. */
export class EnvironmentRefused extends Error {
  readonly code = "ENVIRONMENT_REFUSED";
}

/** The environment of this process. @throws EnvironmentRefused */
export function currentEnvironment(): Environment {
  return readEnvironment(process.env, process.cwd());
}

/** Parses an environment; a relative folder is taken from `base`. @throws EnvironmentRefused */
export function readEnvironment(variables: NodeJS.ProcessEnv, base: string): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const { success, data, error } = schema.safeParse(given);
  if (!success)
    throw new EnvironmentRefused(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}.`).join(" "));
  const secret = data.KUNNA_SECRET === undefined ? null : new Uint8Array(Buffer.from(data.KUNNA_SECRET, "base64"));
  if (secret && secret.byteLength !== 32)
    throw new EnvironmentRefused("KUNNA_SECRET: must be 32 bytes in base64, as from `openssl rand -base64 32`.");
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL ?? null,
    folder: isAbsolute(data.KUNNA_FOLDER) ? data.KUNNA_FOLDER : resolve(base, data.KUNNA_FOLDER),
    publicUrl: data.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    secret,
    maximumFileSize: data.KUNNA_FILE_MAX_MB * 1024 * 1024,
    outsideLoopback: data.KUNNA_OUTSIDE_LOOPBACK === "true",
    fileTypes: fileTypesOf(data.KUNNA_FILE_TYPES),
    filesOrigin: filesOriginOf(data.KUNNA_FILES_ORIGIN, data.PUBLIC_URL),
    demo: data.KUNNA_DEMO === undefined ? data.NODE_ENV !== "production" : data.KUNNA_DEMO === "true",
    logLevel: data.LOG_LEVEL,
  };
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
