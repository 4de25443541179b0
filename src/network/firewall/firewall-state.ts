import type { NftChain } from "./nft-chain.ts";
import type { SshAccess } from "./ssh-access.ts";

/** Rules of lab that its own unit loads. */
export interface LoadedRules {
  /** As the kernel has them; none where there are none. */
  readonly lines: readonly string[];
  /** Of all that, as `sha256sum` prints it. */
  readonly sha256: string;
}

/** What ufw says. */
export interface UfwState {
  readonly isActive: boolean;
  /** Lab has made it active, so it is to be inactive again without lab's rules, by which lab gets in. */
  readonly isEnabledByLab: boolean;
  /** What becomes of packets that no rule names: "deny", "reject", "allow"; "" while it is not active. */
  readonly incoming: string;
  /** As `ufw show added` prints them, lab's among them: "allow 22/tcp comment 'x'". */
  readonly rules: readonly string[];
}

/** What firewalld says. */
export interface FirewalldState {
  readonly isRunning: boolean;
  /** Texts of lab's policies that are loaded, by name. */
  readonly loaded: Readonly<Record<string, string>>;
  /** Texts of those that the files make. */
  readonly permanent: Readonly<Record<string, string>>;
  /** Zones whose settings were changed without being made permanent: a reload would lose that. */
  readonly unsaved: readonly string[];
  /** Settings of the default zone and of active ones, one in each line: "public: services: ssh". */
  readonly zones: readonly string[];
}

/** What nftables holds. */
export interface NftState {
  readonly chains: readonly NftChain[];
  readonly own: LoadedRules;
}

/** What iptables and ip6tables hold. */
export interface IptablesState {
  /** Of INPUT, as `iptables -S INPUT` prints it, lab's left out; those of both families. */
  readonly input: readonly string[];
  readonly own: LoadedRules;
}

/** What a host says of its firewalls; null where the software is not installed. */
export interface FirewallState {
  readonly ssh: SshAccess;
  readonly ufw: UfwState | null;
  readonly firewalld: FirewalldState | null;
  readonly nftables: NftState | null;
  readonly iptables: IptablesState | null;
  /** What lab's unit has loaded since the host was started; null where it has not. */
  readonly record: { readonly script: string; readonly rules: string } | null;
}
