/** The host of "host:port", "[address]:port", or of a host alone. */
export function endpointHost(endpoint: string): string {
  const [, bracketed, plain] = /^(?:\[(.*)\](?::\d+)?|([^:]*)(?::\d+)?)$/.exec(endpoint) ?? [];
  return bracketed ?? plain ?? endpoint;
}
