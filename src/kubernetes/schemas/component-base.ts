import { boolean, choice, duration, integer, list, quantity, string, struct } from "./fields.ts";

const verbosity = integer("Higher numbers log more.", { minimum: 0 });

const outputRouting = {
  splitStream: boolean("Errors go to stderr, all else to stdout."),
  infoBufferSize: quantity("Size of the buffer of the split stream."),
};

/** `LoggingConfiguration` of component-base/logs/api/v1. `flushFrequency` as a number counts nanoseconds. */
export const logging = struct("How the component logs.", {
  format: choice("Form of the messages.", ["text", "json"]),
  flushFrequency: {
    description: "Longest time between flushes.",
    anyOf: [duration("Longest time between flushes."), { type: "integer" }],
  },
  verbosity,
  vmodule: list(
    "Verbosity of single source files.",
    struct("Files and their verbosity.", { filePattern: string("Pattern of file names."), verbosity }, [
      "filePattern",
    ]),
  ),
  options: struct("Settings of single formats.", {
    text: struct("Of the format text.", outputRouting),
    json: struct("Of the format json.", outputRouting),
  }),
});

/** `TracingConfiguration` of component-base/tracing/api/v1. */
export const tracing = struct("Where OpenTelemetry traces go.", {
  endpoint: string("Address of the collector."),
  samplingRatePerMillion: integer("Samples per million spans.", { minimum: 0 }),
});

/** `ClientConnectionConfiguration` of component-base/config/v1alpha1. */
export const clientConnection = struct("How the API server is talked to.", {
  kubeconfig: string("Path of a kubeconfig."),
  acceptContentTypes: string("Accept header."),
  contentType: string("Content type of requests."),
  qps: { type: "number", description: "Requests per second." },
  burst: integer("Requests at once."),
});
