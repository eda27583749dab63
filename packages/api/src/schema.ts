import type { GraphQLSchema } from "graphql";
import { builder } from "./builder.ts";
import { describeGenerated } from "./schema/descriptions.ts";
import "./schema/scalars.ts";
import "./schema/refusals.ts";
import "./modules/organisation/graphql/organisation.type.ts";
import "./modules/organisation/graphql/organisation.queries.ts";
import "./modules/organisation/graphql/organisation.mutations.ts";
import "./modules/framework/graphql/framework.type.ts";
import "./modules/framework/graphql/framework.queries.ts";
import "./modules/framework/graphql/framework.mutations.ts";
import "./modules/program/graphql/program.type.ts";
import "./modules/program/graphql/program.queries.ts";
import "./modules/program/graphql/program.mutations.ts";
import "./modules/enrolment/graphql/enrolment.type.ts";
import "./modules/enrolment/graphql/enrolment.queries.ts";
import "./modules/enrolment/graphql/enrolment.mutations.ts";
import "./modules/evidence/graphql/evidence.type.ts";
import "./modules/evidence/graphql/evidence.queries.ts";
import "./modules/evidence/graphql/evidence.mutations.ts";
import "./modules/certificate/graphql/certificate.type.ts";
import "./modules/certificate/graphql/certificate.queries.ts";
import "./modules/event/graphql/event.type.ts";
import "./modules/event/graphql/event.queries.ts";
import "./modules/event/graphql/event.subscriptions.ts";
import "./modules/import/graphql/import.mutations.ts";

/** The GraphQL schema, made once a process. */
export const schema: GraphQLSchema = describeGenerated(builder.toSchema());
