import type { Target, Transport, TunnelShell } from "../transport/transport.ts";

/** The connection to one host: opened when it is first needed, kept between snapshots, and opened anew once it is lost. */
export class HostLink {
  readonly #transport: Transport<TunnelShell>;
  readonly #target: Target;
  #shell: Promise<TunnelShell> | null = null;

  constructor(transport: Transport<TunnelShell>, target: Target) {
    this.#transport = transport;
    this.#target = target;
  }

  /** Its shell lets nothing pass but probes. Cost: a connection for the first caller. Throws ConnectionError. */
  shell(signal: AbortSignal): Promise<TunnelShell> {
    this.#shell ??= this.#transport.open(this.#target, { readOnly: true, signal });
    return this.#shell;
  }

  /** Ends the connection; the next call of `shell` opens another. Never throws. */
  async close(): Promise<void> {
    const shell = await this.#shell?.catch(() => null);
    this.#shell = null;
    await shell?.close();
  }
}
