export * from "./demo/index.ts";
export { type DemoTokens, demoActor, digComp, issueDemoTokens, loadDemo, loadDemoHistory } from "./load-demo.ts";
export { type OrganisationSeed, seedOrganisation } from "./seed-organisation.ts";
export { createTestServer, fixedClock, memoryFiles, memoryMails, type TestServer } from "./test-server.ts";
