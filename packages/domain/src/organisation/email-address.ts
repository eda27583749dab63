/** No mail ever gets there (RFC 2606, 2): the name is kept for what has no address. */
const noAddress = ".invalid";

/** What stands for the address of a person of whom none is known, unique as the id is. Nothing is ever written to it. */
export function placeholderAddress(id: string): string {
  return `${id}@no-address${noAddress}`;
}

/** Whether a person can be written to at an address. */
export function isReachableAddress(email: string): boolean {
  return !email.toLowerCase().endsWith(noAddress);
}
