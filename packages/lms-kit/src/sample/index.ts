export { connector as sampleConnector } from "./connector.ts";
export { fixture as sampleFixture } from "./fixture.ts";
export { type SampleLms, type SampleRecord, type SampleResult, sampleLms } from "./sample-lms.ts";
