import { appendEvents, type NewEvent, sqlState, type TenantTransaction, TransactionConflict } from "@kunna/database";
import { type Action, type Actor, can, type EventType, NotPermitted, type Resource } from "@kunna/domain";
import { type ApiContext, actorOf } from "./context.ts";
import { type KeyedCommand, keepOutput, takeKey } from "./idempotency/idempotency-store.ts";
import { hashInput, nextStep } from "./idempotency/keyed-request.ts";
import { react } from "./reactions.ts";
import type { Services } from "./services.ts";

/** An event as a command tells it; who and when are known already. `actorId` null: nobody did it, a policy decided. */
export type CommandEvent = Omit<NewEvent, "type" | "occurredAt" | "dueAt" | "actorId"> & {
  readonly type: EventType;
  readonly actorId?: null;
};

/** What a command is given: one transaction within one organisation, one actor, one instant. */
export interface CommandRun {
  readonly tx: TenantTransaction;
  readonly actor: Actor;
  readonly now: Date;
  readonly services: Services;
  /** Tells an event, written in the same transaction (R13). */
  readonly emit: (event: CommandEvent) => void;
}

/** authorize -> load -> decide -> write state and append events, one transaction -> answer. */
export type Command<Input, Output> = (run: CommandRun, input: Input) => Promise<Output>;

/** What is the same after a way through JSON: such outputs can be kept and given again. Of anything else it makes `never`. */
type Kept<T> = T extends string | number | boolean | null
  ? T
  : T extends Date | bigint | undefined | symbol | ((...parameters: never[]) => unknown)
    ? never
    : { [Key in keyof T]: Kept<T[Key]> };

interface KeyOptions {
  /** What two requests agree in that are the same; left out: the whole input. */
  readonly sameness?: unknown;
}

/**
 * Runs a command for whoever asks. Under an idempotency key it runs once, and its output, which names what it made, is
 * given again; where the output is a secret it is not kept, and a second request is refused.
 * @throws NotSignedIn, IdempotencyKeyReused, SecretShownOnce and the command's refusals; then nothing was written
 */
export async function runCommand<Input, Output extends object>(
  context: ApiContext,
  command: Command<Input, Output & Kept<Output>>,
  input: Input,
  options?: KeyOptions,
): Promise<Output>;
export async function runCommand<Input, Output extends object>(
  context: ApiContext,
  command: Command<Input, Output>,
  input: Input,
  options: KeyOptions & { readonly secretOutput: true },
): Promise<Output>;
export async function runCommand<Input, Output extends object>(
  context: ApiContext,
  command: Command<Input, Output>,
  input: Input,
  { sameness = input, secretOutput = false }: KeyOptions & { readonly secretOutput?: boolean } = {},
): Promise<Output> {
  const actor = actorOf(context);
  // The reads of an earlier field of the same operation end first: the embedded database has one connection.
  await context.reader?.end();
  const place = nextStep();
  // What one asked for by another's rights, such as before one came from an LMS, is another request.
  const asked = actor.courseId === undefined ? sameness : { sameness, roles: actor.roles, courseId: actor.courseId };
  const keyed = place && { ...place, inputHash: hashInput(asked) };
  return runCommandAs(context.services, actor, keyed ? once(command, keyed, secretOutput) : command, input);
}

/** The command under a key: what it gave the first time, where there was one. */
function once<Input, Output extends object>(
  command: Command<Input, Output>,
  keyed: KeyedCommand,
  secretOutput: boolean,
): Command<Input, Output> {
  return async (run, input) => {
    const first = await takeKey(run.tx, run.actor, keyed, run.now);
    if (first) return first.output as Output;
    const output = await command(run, input);
    if (!secretOutput) await keepOutput(run.tx, run.actor, keyed, output);
    return output;
  };
}

/** How often a command is tried: when a concurrent one won, the next try sees what that one wrote, and refuses by name. */
const tries = 3;

/** Runs a command as an actor: for the command line, the demo and tests. */
export async function runCommandAs<Input, Output>(
  services: Services,
  actor: Actor,
  command: Command<Input, Output>,
  input: Input,
): Promise<Output> {
  for (let left = tries - 1; ; left--) {
    try {
      return await tryCommand(services, actor, command, input);
    } catch (error) {
      if (left === 0 || !isLostRace(error)) throw error;
    }
  }
}

async function tryCommand<Input, Output>(
  services: Services,
  actor: Actor,
  command: Command<Input, Output>,
  input: Input,
): Promise<Output> {
  return services.database.transact(actor.organisationId, async (tx) => {
    const events: CommandEvent[] = [];
    const now = services.now();
    const run: CommandRun = { tx, actor, now, services, emit: (event) => events.push(event) };
    const output = await command(run, input);
    await react(run, events);
    await appendEvents(
      tx,
      events.map((event) => ({ actorId: actor.personId, ...event, occurredAt: now })),
    );
    return output;
  });
}

/** Another transaction changed what this one had read, or made first what there can be only one of (SQLSTATE 23505). */
function isLostRace(error: unknown): boolean {
  return error instanceof TransactionConflict || sqlState(error) === "23505";
}

/** Asserts the permission table. @throws NotPermitted */
export function authorize(actor: Actor, action: Action, resource: Omit<Resource, "organisationId"> = {}): void {
  if (!can(actor, action, { organisationId: actor.organisationId, ...resource })) throw new NotPermitted(action);
}
