import { objectKey, parseObjectKey } from "@flotilla/api";
import { secrets, serviceAccounts } from "@flotilla/api/resources.js";
import type { Secret, ServiceAccount } from "@flotilla/api/types/core/v1.js";
import { ifFound } from "@flotilla/client";
import type { Running } from "@flotilla/service";
import { signLegacyToken } from "../adapters/legacy-token.js";
import type { ControllerContext, ControllerDefinition } from "./controller-definition.js";
import { ControllerRun } from "./controller-run.js";

const NAME = "serviceaccount-token-controller";
const TYPE = "kubernetes.io/service-account-token";
const ACCOUNT_NAME = "kubernetes.io/service-account.name";
const ACCOUNT_UID = "kubernetes.io/service-account.uid";

export const serviceAccountTokenController: ControllerDefinition = {
  name: NAME,
  aliases: ["serviceaccount-token"],
  summary: "fills the Secrets that ask for a service account's token, and deletes them with the account",
  onByDefault: true,
  start: (context) => {
    const { serviceAccountPrivateKey } = context.settings.credentials;
    return serviceAccountPrivateKey
      ? startTokens(context, serviceAccountPrivateKey)
      : { unavailable: "needs --service-account-private-key-file" };
  },
};

function startTokens(context: ControllerContext, privateKey: string): Running {
  const { client, settings } = context;
  const run = new ControllerRun(context, { name: NAME, reconcile });
  const [secretInformer, accountInformer] = [run.informer(secrets), run.informer(serviceAccounts)];
  run.on(secretInformer, (secret) => secret.type === TYPE && run.queue.add(objectKey(secret)));
  run.on(accountInformer, (account) => {
    for (const secret of secretInformer.store.inNamespace(account.metadata?.namespace ?? "")) {
      if (secret.type === TYPE && secret.metadata?.annotations?.[ACCOUNT_NAME] === account.metadata?.name)
        run.queue.add(objectKey(secret));
    }
  });

  async function reconcile(key: string): Promise<void> {
    const secret = secretInformer.store.get(key);
    const accountName = secret?.metadata?.annotations?.[ACCOUNT_NAME];
    if (!secret || !accountName || secret.metadata?.deletionTimestamp) return;
    const { namespace = "", uid } = secret.metadata ?? {};
    // Asked live: a store that is behind must not cost anybody their token.
    const account = await ifFound(client.get(serviceAccounts, { namespace, name: accountName }));
    if (!account || isOfAnother(secret, account)) {
      await ifFound(client.delete(secrets, parseObjectKey(key), { preconditions: { uid } }));
    } else if (!isComplete(secret)) await fill(secret, account);
  }

  function isComplete({ data, metadata }: Secret): boolean {
    const caIsRight =
      settings.credentials.rootCa === undefined || data?.["ca.crt"] === base64(settings.credentials.rootCa);
    return (
      Boolean(data?.["token"]) &&
      Boolean(data?.["namespace"]) &&
      caIsRight &&
      Boolean(metadata?.annotations?.[ACCOUNT_UID])
    );
  }

  async function fill(secret: Secret, account: ServiceAccount): Promise<void> {
    const { namespace = "", name: secretName = "" } = secret.metadata ?? {};
    const subject = {
      namespace,
      secretName,
      accountName: account.metadata?.name ?? "",
      accountUid: account.metadata?.uid ?? "",
    };
    const { rootCa } = settings.credentials;
    const annotations = { ...secret.metadata?.annotations, [ACCOUNT_UID]: subject.accountUid };
    const data = {
      ...secret.data,
      namespace: base64(namespace),
      token: secret.data?.["token"] || base64(await signLegacyToken(privateKey, subject)),
      ...(rootCa !== undefined && { "ca.crt": base64(rootCa) }),
    };
    await client.update(secrets, { ...secret, metadata: { ...secret.metadata, annotations }, data });
  }

  return run.start();
}

/** The account was made anew under its name: its tokens are not those of the one before. */
function isOfAnother(secret: Secret, account: ServiceAccount): boolean {
  const uid = secret.metadata?.annotations?.[ACCOUNT_UID];
  return uid !== undefined && uid !== account.metadata?.uid;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
