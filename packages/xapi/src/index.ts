export { connector as xapi } from "./connector.ts";
