import { isIP } from "node:net";
import { type Fields, listAt, textAt } from "../core/json.ts";

const tokenPattern = /^[a-z0-9]{6}\.[a-z0-9]{16}$/;

/** What kubeadm's own validation says of documents whose fields are all known. */
export function checkValues(documents: ReadonlyMap<string, Fields>): string[] {
  const cluster = documents.get("ClusterConfiguration");
  const init = documents.get("InitConfiguration");
  const join = documents.get("JoinConfiguration");
  return [
    ...(cluster ? checkCluster(cluster) : []),
    ...(init
      ? [
          ...checkEndpoint(init, "localAPIEndpoint"),
          ...checkKey(init, "certificateKey"),
          ...checkTokens(init),
          ...checkNode(init),
        ]
      : []),
    ...(join ? checkJoin(join) : []),
  ];
}

function checkCluster(cluster: Fields): string[] {
  const endpoint = textAt(cluster, "controlPlaneEndpoint");
  const bad = endpoint !== "" && !/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.test(endpoint);
  const sans = listAt(cluster, "apiServer", "certSANs").map(String);
  const wrong = sans.filter(
    (name) => isIP(name) === 0 && !/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name),
  );
  return [
    ...["podSubnet", "serviceSubnet"].flatMap((field) =>
      checkSubnets(textAt(cluster, "networking", field), `networking.${field}`),
    ),
    ...(bad
      ? [`controlPlaneEndpoint: Invalid value: ${JSON.stringify(endpoint)}: endpoint is not valid`]
      : []),
    ...wrong.map(
      (name) =>
        `apiServer.certSANs: Invalid value: ${JSON.stringify(name)}: altname is not a valid IP address, DNS label or a DNS label with subdomain wildcards`,
    ),
  ];
}

function checkSubnets(text: string, path: string): string[] {
  if (text === "") return [];
  const subnets = text.split(",");
  const invalid = (message: string): string[] => [
    `${path}: Invalid value: ${JSON.stringify(text)}: ${message}`,
  ];
  const isWrong = (subnet: string): boolean => {
    const [address = "", length = ""] = subnet.split("/");
    const family = isIP(address);
    return family === 0 || !/^\d+$/.test(length) || Number(length) > (family === 4 ? 32 : 128);
  };
  if (subnets.some(isWrong)) return invalid("couldn't parse subnet");
  const families = new Set(subnets.map((subnet) => subnet.includes(":")));
  if (subnets.length > 2 || (subnets.length === 2 && families.size !== 2)) {
    return invalid(
      "expected one (IPv4 or IPv6) CIDR or two CIDRs from each family for dual-stack networking",
    );
  }
  const tooLarge =
    path.endsWith("serviceSubnet") &&
    subnets.some((subnet) => (subnet.includes(":") ? 128 : 32) - Number(subnet.split("/")[1]) > 20);
  return tooLarge ? invalid("specified service subnet is too large") : [];
}

function checkEndpoint(document: Fields, ...path: readonly string[]): string[] {
  const address = textAt(document, ...path, "advertiseAddress");
  if (address === "" || isIP(address) !== 0) return [];
  return [
    `${path.join(".")}.advertiseAddress: Invalid value: ${JSON.stringify(address)}: ip address is not valid`,
  ];
}

function checkKey(document: Fields, ...path: readonly string[]): string[] {
  const key = textAt(document, ...path);
  if (key === "" || /^[0-9a-f]{64}$/i.test(key)) return [];
  return [
    `${path.join(".")}: Invalid value: certificate key decoding error, or invalid certificate key size; the key must be an AES key of size 32`,
  ];
}

function checkTokens(init: Fields): string[] {
  const tokens = listAt(init, "bootstrapTokens").map((one) => textAt(one, "token"));
  const wrong = tokens.filter((token) => token !== "" && !tokenPattern.test(token));
  return wrong.map(() => "bootstrapTokens: Invalid value: the bootstrap token is invalid");
}

function checkNode(document: Fields): string[] {
  const name = textAt(document, "nodeRegistration", "name");
  const socket = textAt(document, "nodeRegistration", "criSocket");
  return [
    ...(name !== "" && name !== name.toLowerCase()
      ? [
          `nodeRegistration.name: Invalid value: ${JSON.stringify(name)}: must be a lower case RFC 1123 subdomain`,
        ]
      : []),
    ...(socket !== "" && !socket.startsWith("unix://")
      ? [
          `nodeRegistration.criSocket: Invalid value: ${JSON.stringify(socket)}: only URL scheme "unix" is supported`,
        ]
      : []),
  ];
}

function checkJoin(join: Fields): string[] {
  const discovery = ["bootstrapToken", "file"].filter(
    (kind) => join.discovery !== undefined && textOrObject(join, kind),
  );
  const token = textAt(join, "discovery", "bootstrapToken", "token");
  const hasEndpoint = textAt(join, "discovery", "bootstrapToken", "apiServerEndpoint") !== "";
  const isUnsafe = textAt(join, "discovery", "bootstrapToken", "unsafeSkipCAVerification") === "true";
  const hasHash = listAt(join, "discovery", "bootstrapToken", "caCertHashes").length > 0;
  const byToken = discovery.includes("bootstrapToken");
  return [
    ...(discovery.length === 1
      ? []
      : ['discovery: Invalid value: "": bootstrapToken or file must be set, and not both']),
    ...(byToken && !tokenPattern.test(token)
      ? ["discovery.bootstrapToken.token: Invalid value: the bootstrap token is invalid"]
      : []),
    ...(byToken && !hasEndpoint
      ? ['discovery.bootstrapToken: Invalid value: "": APIServerEndpoint is not set']
      : []),
    ...(byToken && !hasHash && !isUnsafe
      ? [
          'discovery.bootstrapToken: Invalid value: "": using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file or pass --discovery-token-unsafe-skip-ca-verification flag to continue',
        ]
      : []),
    ...checkEndpoint(join, "controlPlane", "localAPIEndpoint"),
    ...checkKey(join, "controlPlane", "certificateKey"),
    ...checkNode(join),
  ];
}

function textOrObject(join: Fields, kind: string): boolean {
  const discovery = join.discovery;
  return (
    typeof discovery === "object" &&
    discovery !== null &&
    kind in discovery &&
    Object.getOwnPropertyDescriptor(discovery, kind)?.value !== null
  );
}
