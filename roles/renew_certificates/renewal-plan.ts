import { type ManagedCertificate, plainAddress } from "../../src/kubernetes/certificate-report.ts";

/** When certificates are renewed, and what that of the API server must hold. */
export interface RenewalRules {
  /** Certificates with fewer days left are renewed. */
  readonly days: number;
  /** All are renewed, whatever is left of them. */
  readonly force: boolean;
  /** Names and addresses that the certificate of the API server has to hold. */
  readonly names: readonly string[];
}

/** What is to be done to the certificates of a control plane. */
export interface Renewal {
  /** As `kubeadm certs renew` calls them. */
  readonly renew: readonly string[];
  /** What the certificate of the API server lacks; it is made anew where that is anything. */
  readonly missing: readonly string[];
  /** `renew` names all that there are. */
  readonly isWhole: boolean;
}

/** Decides what is renewed. Pure. */
export function renewalOf(
  certificates: readonly ManagedCertificate[],
  { days, force, names }: RenewalRules,
): Renewal {
  const server = certificates.find(({ name }) => name === "apiserver");
  const present = new Set(server?.names.map(plainAddress));
  const missing = server ? names.filter((name) => !present.has(plainAddress(name))) : [];
  const renew = certificates
    .filter(({ daysLeft }) => force || daysLeft < days)
    .map(({ name }) => name)
    .filter((name) => name !== "apiserver" || missing.length === 0);
  return { renew, missing, isWhole: renew.length === certificates.length };
}

/** Certificates with the days that are left, the first to end first. Pure. */
export function daysText(certificates: readonly ManagedCertificate[]): string {
  return certificates
    .toSorted((a, b) => a.daysLeft - b.daysLeft)
    .map(({ name, daysLeft }) => `${name} ${daysLeft} d`)
    .join(", ");
}
