import { BlockList } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Ranges of unicast addresses that lead to this network all the same: the whole of what is set aside for translation and
 * tunnelling to IPv4 (RFC 6052, 8215, 3056, 4380), and site-local addresses (RFC 3879), whatever a library calls them.
 */
const neverPublic = new BlockList();
for (const [network, prefix] of [
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2002::", 16],
  ["2001::", 23],
  ["fec0::", 10],
] as const)
  neverPublic.addSubnet(network, prefix, "ipv6");

/**
 * Whether an IP address is one of the public internet. Everything else is refused: loopback, private, link-local (cloud
 * metadata is there), unique-local, carrier-grade NAT, multicast, reserved, and IPv6 forms that carry an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  // Only 2000::/3 has been given out (RFC 4291, IANA): what lies outside of it is reached by nobody honest.
  if (parsed.kind() === "ipv6") return (parsed.toByteArray()[0] ?? 0) >> 5 === 1 && !neverPublic.check(address, "ipv6");
  return true;
}

/** Whether an IP address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";
}
