import ipaddr from 'ipaddr.js';

/** What one customer of a network is given: an IPv4 address, or the first half of an IPv6 address. What is no address stays as it is. */
export function subnetOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  // An IPv4 address may come written as an IPv6 one.
  const ip = ipaddr.process(address);
  if (!(ip instanceof ipaddr.IPv6)) return ip.toString();
  const half = ip.parts.slice(0, 4);
  return half.map((part) => part.toString(16)).join(':');
}
