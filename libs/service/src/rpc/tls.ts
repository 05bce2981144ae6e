import {
  experimental,
  credentials as grpcCredentials,
  ServerCredentials,
  type ChannelCredentials,
} from "@grpc/grpc-js";

/** One side's certificate material, all PEM. */
export interface TlsMaterial {
  /** The authorities that the other side's certificate must come from. */
  readonly ca: string;
  /** This side's certificate, the leaf first. A client without mutual TLS has none. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** Material that may be renewed while the program runs; new connections use what is current. */
export interface TlsSource {
  current(): TlsMaterial;
  /** Calls `listener` after each renewal; returns how to stop that. */
  subscribe(listener: () => void): () => void;
}

export interface ClientTls {
  readonly source: TlsSource;
  /** The name that the server's certificate must carry, where it is not the one dialled. */
  readonly serverName?: string | undefined;
}

export interface ServerTls {
  readonly source: TlsSource;
  /** `require`: no certificate, no connection. `request`: a certificate is read when it verifies. `none`: never asked for. */
  readonly clientCertificate: "require" | "request" | "none";
}

/** Material that stays as it is. */
export function staticTls(material: TlsMaterial): TlsSource {
  return { current: () => material, subscribe: () => () => undefined };
}

/** Material that is replaced by `renew`. */
export class RenewableTls implements TlsSource {
  private readonly listeners = new Set<() => void>();
  constructor(private material: TlsMaterial) {}

  current(): TlsMaterial {
    return this.material;
  }

  renew(material: TlsMaterial): void {
    this.material = material;
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

export function channelCredentials(tls: ClientTls | undefined): ChannelCredentials {
  if (tls === undefined) return grpcCredentials.createInsecure();
  const provider = new SourceCertificateProvider(tls.source);
  return experimental.createCertificateProviderChannelCredentials(
    provider,
    tls.source.current().certificate === undefined ? null : provider,
  );
}

export function serverCredentials(tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const provider = new SourceCertificateProvider(tls.source);
  // The published type has the two parameters' names swapped (grpc-js 1.14): identity comes first, the authorities second.
  return experimental.createCertificateProviderServerCredentials(
    provider,
    tls.clientCertificate === "none" ? null : provider,
    tls.clientCertificate === "require",
  );
}

/**
 * grpc-js pulls certificates from such a provider, and rebuilds its TLS context at each update. The first update must not
 * come before `add...Listener` returns: grpc-js (1.14) registers its own watcher only after that.
 */
class SourceCertificateProvider implements experimental.CertificateProvider {
  private readonly caListeners = new Map<experimental.CaCertificateUpdateListener, () => void>();
  private readonly identityListeners = new Map<experimental.IdentityCertificateUpdateListener, () => void>();
  constructor(private readonly source: TlsSource) {}

  addCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    const update = (): void => listener({ caCertificate: Buffer.from(this.source.current().ca) });
    this.caListeners.set(listener, this.source.subscribe(update));
    queueMicrotask(update);
  }

  removeCaCertificateListener(listener: experimental.CaCertificateUpdateListener): void {
    this.caListeners.get(listener)?.();
    this.caListeners.delete(listener);
  }

  addIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    const update = (): void => {
      const { certificate, key } = this.source.current();
      listener(
        certificate === undefined || key === undefined
          ? null
          : { certificate: Buffer.from(certificate), privateKey: Buffer.from(key) },
      );
    };
    this.identityListeners.set(listener, this.source.subscribe(update));
    queueMicrotask(update);
  }

  removeIdentityCertificateListener(listener: experimental.IdentityCertificateUpdateListener): void {
    this.identityListeners.get(listener)?.();
    this.identityListeners.delete(listener);
  }
}
