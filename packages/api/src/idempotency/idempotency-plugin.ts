import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from "@pothos/core";
import type { GraphQLFieldResolver } from "graphql";
import { z } from "zod";
import { underKey } from "./keyed-request.ts";

const pluginName = "idempotency";
export default pluginName;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      idempotency: IdempotencyPlugin<Types>;
    }
  }
}

/** Gives every mutation the argument `idempotencyKey`, and runs its commands under it. */
class IdempotencyPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.parentType !== "Mutation") return field;
    const { idempotencyKey } = this.builder.args((t) => ({
      idempotencyKey: t.string({
        description:
          "Makes it safe to send this again: see `Mutation`. Of your own choice, 1 to 200 characters, such as a UUID.",
        validate: z.string().min(1).max(200),
      }),
    }));
    const argument = idempotencyKey.getConfig("idempotencyKey", field.name, this.buildCache.getTypeConfig("Mutation"));
    return { ...field, args: { ...field.args, idempotencyKey: argument } };
  }

  override wrapResolve(
    resolve: GraphQLFieldResolver<unknown, Types["Context"], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types["Context"], object> {
    if (field.parentType !== "Mutation") return resolve;
    return (root, args: { readonly idempotencyKey?: string | null }, context, info) => {
      const { idempotencyKey } = args;
      const run = () => resolve(root, args, context, info);
      return idempotencyKey ? underKey(idempotencyKey, field.name, run) : run();
    };
  }
}

SchemaBuilder.registerPlugin(pluginName, IdempotencyPlugin);
