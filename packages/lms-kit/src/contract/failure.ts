import { ConnectorError, type ConnectorProblem } from "@kunna/lms-kit";
import { must } from "./check.ts";

/** What a call fails with, which is a `ConnectorError` with this code. @throws ContractViolation when it is not */
export async function mustFail(
  method: string,
  call: () => Promise<unknown>,
  code: ConnectorProblem,
): Promise<ConnectorError> {
  return mustBe(method, await failureOf(call), code);
}

/** @throws ContractViolation unless what a method failed with is a `ConnectorError` with this code */
export function mustBe(method: string, error: unknown, code: ConnectorProblem): ConnectorError {
  must(error !== undefined, `${method}() went through, where it must fail with ${code}.`);
  const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  must(error instanceof ConnectorError, `${method}() must fail with a ConnectorError ${code}, and throws ${thrown}`);
  must(error.code === code, `${method}() must fail with ${code}, and fails with ${error.code}: ${error.message}`);
  return error;
}

/** What a call throws; undefined: it goes through. */
export async function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error ?? new Error("It threw nothing.");
  }
}
