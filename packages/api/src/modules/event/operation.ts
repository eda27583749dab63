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
import { createContext } from "../../context.ts";
import type { Services } from "../../services.ts";
import { Answer } from "./outlet.ts";

/**
 * How an error that is not meant for clients is told to them.
 * @param eventId of the event that was answered for many, when it is not one request's error
 */
export type MaskError = (error: GraphQLError, eventId?: string) => GraphQLError;

/** One event's answer, and whether it is only for the person that it was made for. */
export interface Execution {
  readonly answer: Answer;
  readonly isPersonal: boolean;
  /** Errors that nobody expects: what they are is the server's to know. */
  readonly failure: unknown;
}

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

  /** What an event is to an actor. Where nobody asked who the actor is, it is the same to all who have the same roles. */
  async execute(eventId: string, actor: Actor): Promise<Execution> {
    let isPersonal = false;
    const watched: Actor = {
      organisationId: actor.organisationId,
      roles: actor.roles,
      get personId() {
        isPersonal = true;
        return actor.personId;
      },
    };
    const contextValue = createContext(this.#services, watched);
    this.#services.metrics.executions(1);
    const { errors, data } = await execute({ ...this.#args, rootValue: eventId, contextValue });
    await contextValue.reader?.end();
    const told = errors?.map((error) => this.#mask(error, eventId));
    const failed = errors?.find((_error, index) => failures.has(String(told?.[index]?.extensions.code)));
    return {
      answer: new Answer({ ...(told ? { errors: told } : {}), ...(data === undefined ? {} : { data }) }),
      isPersonal,
      failure: failed ? (failed.originalError ?? failed) : null,
    };
  }
}

/** The codes of what nobody expects. */
const failures: ReadonlySet<string> = new Set(["INTERNAL_SERVER_ERROR", "UNAVAILABLE"]);

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
