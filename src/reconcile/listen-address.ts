/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads "127.0.0.1:9095", "[::1]:9095", "localhost:9095" or "9095", which is on loopback; null for any other text. */
export function listenAddress(text: string): ListenAddress | null {
  const [, bracketed, plain, digits = ""] =
    /^(?:\[([0-9A-Fa-f:.]+)\]:|([A-Za-z0-9.-]+):)?(\d{1,5})$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (digits === "" || port > 65535) return null;
  return { host: bracketed ?? plain ?? "127.0.0.1", port };
}
