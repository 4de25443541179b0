import { boolean, choice, duration, type Fields, integer, port, string, strings, struct } from "./fields.ts";

/** The kubelet's own servers, and who may use them. `tlsCurvePreferences` is newer than 1.35. */
export const kubeletServerFields: Fields = {
  enableServer: boolean("Serves the kubelet's API."),
  address: string("Address to serve on."),
  port: port("Port to serve on. Default: 10250."),
  readOnlyPort: port("Port without authentication; 0 for none."),
  healthzPort: port("Port of the health check. Default: 10248."),
  healthzBindAddress: string("Address of the health check."),
  tlsCertFile: string("Path of the serving certificate."),
  tlsPrivateKeyFile: string("Path of its key."),
  tlsCipherSuites: strings("Cipher suites, as Go names them."),
  tlsCurvePreferences: {
    type: ["array", "null"],
    items: { type: "integer" },
    description: "Key exchange mechanisms, as Go numbers them.",
  },
  tlsMinVersion: string("Oldest TLS version, as Go names it."),
  rotateCertificates: boolean("The client certificate is renewed by itself."),
  serverTLSBootstrap: boolean("The serving certificate is asked of the cluster."),
  authentication: struct("Who callers are.", {
    x509: struct("By client certificates.", { clientCAFile: string("Path of their CAs.") }),
    webhook: struct("By bearer tokens.", {
      enabled: boolean("Switched on."),
      cacheTTL: duration("How long answers are kept."),
    }),
    anonymous: struct("Callers without credentials.", { enabled: boolean("They are let in.") }),
  }),
  authorization: struct("What callers may do.", {
    mode: choice("Who decides.", ["AlwaysAllow", "Webhook"]),
    webhook: struct("The API server decides.", {
      cacheAuthorizedTTL: duration("How long a yes is kept."),
      cacheUnauthorizedTTL: duration("How long a no is kept."),
    }),
  }),
  enableDebuggingHandlers: boolean("Serves logs, exec, attach and port forwarding."),
  enableContentionProfiling: boolean("Profiles lock contention."),
  enableProfilingHandler: boolean("Serves /debug/pprof/."),
  enableDebugFlagsHandler: boolean("Serves /debug/flags/v."),
  enableSystemLogHandler: boolean("Serves /logs/."),
  enableSystemLogQuery: boolean("Lets /logs be queried."),
  showHiddenMetricsForVersion: string("Older minor version whose hidden metrics are shown."),
  eventRecordQPS: integer("Events per second.", { minimum: 0 }),
  eventBurst: integer("Events at once.", { minimum: 0 }),
  kubeAPIQPS: integer("Requests to the API server per second."),
  kubeAPIBurst: integer("Requests to the API server at once.", { minimum: 0 }),
  contentType: string("Content type of requests to the API server."),
  streamingConnectionIdleTimeout: duration("How long an idle stream stays open."),
};
