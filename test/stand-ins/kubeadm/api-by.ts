import { type ApiAnswer, ApiClient, ApiConnectionError } from "../core/api-client.ts";
import { sleep } from "../core/duration.ts";
import type { Json } from "../core/json.ts";
import { readAccess } from "../core/kubeconfig.ts";

/** kubeadm's timeouts.kubernetesAPICall. */
const patienceMs = 60_000;

/** Asks again for a minute where the API server is away for a moment, as kubeadm does from 1.30 on. */
class PatientApiClient extends ApiClient {
  override async send(method: string, path: string, body?: Json, contentType?: string): Promise<ApiAnswer> {
    for (const end = Date.now() + patienceMs; ; await sleep(500)) {
      const answer = await super.send(method, path, body, contentType).catch((error: unknown) => {
        if (error instanceof ApiConnectionError) return error;
        throw error;
      });
      const isOver = Date.now() >= end;
      if (answer instanceof ApiConnectionError) {
        // What was refused has not been sent; anything else may have been done.
        if (isOver || (answer.code !== "ECONNREFUSED" && method === "POST")) throw answer;
      } else if (isOver || answer.status < 500 || method === "POST") return answer;
    }
  }
}

/** A client by one of the kubeconfigs in /etc/kubernetes. */
export function apiBy(file: string): ApiClient {
  return new PatientApiClient(readAccess(`/etc/kubernetes/${file}`));
}

/** The same, for questions that may go without an answer. */
export function hastyApiBy(file: string): ApiClient {
  return new ApiClient(readAccess(`/etc/kubernetes/${file}`));
}
