export { actorOfToken, currentActors, hashOfToken } from "./access-token.ts";
export { insertAccessToken, revokeAccessTokens } from "./access-token-store.ts";
export { type CreatePerson, createPerson } from "./commands/create-person.ts";
export { type IssueAccessToken, issueAccessToken } from "./commands/issue-access-token.ts";
export { Person, RoleEnum } from "./graphql/organisation.type.ts";
export { peopleImporter, readEmail } from "./imports/people.ts";
export { teamsImporter } from "./imports/teams.ts";
export { changePerson, findPeople, insertPeople, newRowIds, type StoredPerson } from "./organisation-store.ts";
