import type { Connector, ConnectorContext } from "@kunna/lms-kit";
import type { ContractFixture, ContractWorld, LmsLimit } from "./fixture.ts";

/** One thing that every connector does. `run` rejects with `ContractViolation` when this one doesn't. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What a connector, or the fixture that it is tried in, does not do as the contract asks. */
export class ContractViolation extends Error {
  readonly code = "CONTRACT_VIOLATION";
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ContractViolation";
  }
}

/** A connector in a world that was opened for one check. */
export interface Trial {
  readonly connector: Connector;
  readonly world: ContractWorld;
  /** What the connector is given. A check may answer in place of the LMS. */
  context(change?: Partial<ConnectorContext>): ConnectorContext;
}

/** The checks that need no more than `cannot` leaves, each in a world of its own. */
export interface CheckDraft {
  readonly name: string;
  readonly needs?: readonly LmsLimit[];
  readonly run: (trial: Trial) => Promise<void>;
}

export function checksOf(
  connector: Connector,
  fixture: ContractFixture,
  drafts: readonly CheckDraft[],
): ContractCheck[] {
  const possible = (limit: LmsLimit) => !fixture.cannot?.includes(limit);
  return drafts
    .filter(({ needs = [] }) => needs.every(possible))
    .map(({ name, run }) => ({
      name,
      run: async () => {
        const world = await fixture.open();
        const thrown: unknown[] = [];
        try {
          await run({ connector, world, context: (change) => contextOf(world, thrown, change) });
        } catch (error) {
          throw violationOf(error, thrown);
        } finally {
          await world.close?.();
        }
      },
    }));
}

/**
 * What a check did not expect a connector to throw is a violation as well. What the fixture's fetch threw is told with it: to
 * the connector a double with a bug is an LMS that does not answer.
 */
function violationOf(error: unknown, [thrown]: readonly unknown[]): ContractViolation {
  const violation =
    error instanceof ContractViolation
      ? error
      : new ContractViolation(`It failed where it must not, with ${described(error)}`, { cause: error });
  if (thrown === undefined) return violation;
  return new ContractViolation(`${violation.message} The fixture's fetch threw ${described(thrown)}`, {
    cause: thrown,
  });
}

function described(error: unknown): string {
  const code = error instanceof Error && "code" in error ? ` ${error.code}` : "";
  return error instanceof Error ? `${error.name}${code}: ${error.message}` : String(error);
}

function contextOf(world: ContractWorld, thrown: unknown[], change: Partial<ConnectorContext> = {}): ConnectorContext {
  const { settings, secrets, now = () => new Date() } = world;
  const fetch = async (request: Request) => {
    try {
      return await world.fetch(request);
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
  return { settings, secrets, fetch, now, signal: new AbortController().signal, ...change };
}

/** @throws ContractViolation unless it holds */
export function must(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ContractViolation(message);
}

/** What the fixture brings for a capability that the connector names. @throws ContractViolation when it brings nothing */
export function broughtBy<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new ContractViolation(`The fixture's world brings no ${what}, which this check needs.`);
  return value;
}

/** What a method of the connector's is, when the capability says that it is there. */
export function methodOf<K extends "identify" | "roster" | "facts" | "receive" | "push">(
  connector: Connector,
  name: K,
): NonNullable<Connector[K]> {
  const method = connector[name];
  if (!method) throw new ContractViolation(`The connector has no method ${name}.`);
  return method.bind(connector) as NonNullable<Connector[K]>;
}
