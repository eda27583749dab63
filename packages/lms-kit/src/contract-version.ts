import satisfies from "semver/functions/satisfies.js";
import valid from "semver/functions/valid.js";

/** The version of this contract, by semantic versioning. A connector names the one that it is written for. */
export const contractVersion = "1.0.0";

/**
 * Whether a server that has `serverContract` can run a connector that was written for `connectorContract`. A server has all
 * that earlier versions of its major version had; a connector may need what its own version has. Below 1.0.0 a minor
 * version may break (semver.org, 4). What is no version is not compatible with any.
 */
export function isCompatible(connectorContract: string, serverContract: string): boolean {
  // A range, as `*`, would be taken for one that goes with all.
  return valid(connectorContract) === connectorContract && satisfies(serverContract, `^${connectorContract}`);
}
