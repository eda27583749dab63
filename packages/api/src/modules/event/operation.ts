import { isConnectionLost } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import {
  type DocumentNode,
  type ExecutionArgs,
  execute,
  type FieldNode,
  type GraphQLError,
  getOperationAST,
  visit,
} from "graphql";
import pLimit from "p-limit";
import { createContext } from "../../context.ts";
import type { Services } from "../../services.ts";
import { EventAnswer } from "./event-answer.ts";
import { watchPerson } from "./watched-actor.ts";

/**
 * How an error that is not meant for clients is told to them.
 * @param eventId of the event that was answered for many, when it is not one request's error
 */
export type MaskError = (error: unknown, eventId?: string) => GraphQLError;

/** One event's answer, and whether it is only for the person that it was made for. */
export interface Execution {
  readonly answer: EventAnswer;
  readonly isPersonal: boolean;
}

/** How many events are executed at once in this process: more would only wait for connections, and keep requests from them. */
const executedAtOnce = pLimit(4);

/** A subscription's document and variables: what is executed for each event. */
export class Operation {
  readonly #args: ExecutionArgs;
  readonly #services: Services;
  readonly #mask: MaskError;

  constructor(args: ExecutionArgs, services: Services, mask: MaskError) {
    // Of the rest, such as the request that brought it, nothing is kept.
    const { schema, document, operationName, variableValues } = args;
    this.#args = { schema, document, operationName: operationName ?? null, variableValues: variableValues ?? {} };
    this.#services = services;
    this.#mask = mask;
  }

  /** The same for two operations that answer alike to whoever has the same rights: where they begin does not matter. */
  get key(): string {
    const { document, operationName, variableValues } = this.#args;
    const start = startVariable(document, operationName ?? null);
    const rest = Object.entries(variableValues ?? {}).filter(([name]) => name !== start);
    return JSON.stringify([idOf(document), operationName, rest.sort(([a], [b]) => (a < b ? -1 : 1))], (_, value) =>
      typeof value === "bigint" ? value.toString() : value,
    );
  }

  /**
   * What an event is to an actor. Where nobody asked who the actor is, it is the same to all who have the same roles.
   * @throws the database's own error when it was lost on the way: no answer is made of that
   */
  execute(eventId: string, actor: Actor): Promise<Execution> {
    return executedAtOnce(() => this.#execute(eventId, actor));
  }

  /** How an error is told to whoever follows. */
  told(error: unknown): GraphQLError {
    return this.#mask(error);
  }

  async #execute(eventId: string, actor: Actor): Promise<Execution> {
    const watched = watchPerson(actor);
    const contextValue = createContext(this.#services, watched.actor);
    this.#services.metrics.executions(1);
    const { errors, data } = await execute({ ...this.#args, rootValue: eventId, contextValue });
    await contextValue.reader?.end();
    const lost = errors?.find(({ originalError }) => isConnectionLost(originalError));
    if (lost) throw lost.originalError;
    const told = errors?.map((error) => this.#mask(error, eventId));
    return {
      answer: new EventAnswer({ ...(told ? { errors: told } : {}), ...(data === undefined ? {} : { data }) }),
      isPersonal: watched.isAskedFor(),
    };
  }
}

/** The variable that says after which event the stream begins, where it says nothing else. */
function startVariable(document: DocumentNode, operationName: string | null): string | null {
  const operation = getOperationAST(document, operationName);
  const root = operation?.selectionSet.selections.find((node): node is FieldNode => node.kind === "Field");
  const value = root?.arguments?.find(({ name }) => name.value === "after")?.value;
  if (value?.kind !== "Variable") return null;
  const name = value.name.value;
  let uses = 0;
  visit(document, {
    Variable: (node) => {
      if (node.name.value === name) uses += 1;
    },
  });
  // Once where it is declared, and once there.
  return uses === 2 ? name : null;
}

const documentIds = new WeakMap<DocumentNode, number>();
let documents = 0;

/** Documents with the same text are the same object: the server keeps what it has parsed. */
function idOf(document: DocumentNode): number {
  const id = documentIds.get(document) ?? ++documents;
  documentIds.set(document, id);
  return id;
}
