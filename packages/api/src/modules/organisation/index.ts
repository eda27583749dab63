export { actorOfToken } from "./access-token.ts";
export { type CreatePerson, createPerson } from "./commands/create-person.ts";
export { type IssueAccessToken, issueAccessToken } from "./commands/issue-access-token.ts";
