import {
  type Answer,
  type DecodedPacket,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  AUTHORITATIVE_ANSWER,
  TRUNCATED_RESPONSE,
} from "dns-packet";
import type { DnsRecord, Found } from "../core/dns/lookup.js";

/** Answers of the zone may be kept so long; short, because endpoints come and go. */
const TTL_SECONDS = 5;
/** What a client without EDNS0 takes over UDP, and what passes every network unfragmented. Source: RFC 1035, DNS flag day 2020. */
const UDP_MIN_BYTES = 512;
const UDP_MAX_BYTES = 1232;

const RCODES = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4 } as const;

/** A question as it came in. */
export interface Query {
  readonly packet: DecodedPacket;
  readonly question: Question;
  /** In lower case, without the last dot. */
  readonly name: string;
}

/** Undefined for what is no question. */
export function parseQuery(bytes: Buffer): Query | undefined {
  try {
    const packet = decode(bytes);
    const question = packet.questions?.[0];
    if (packet.type !== "query" || question === undefined || packet.questions?.length !== 1) return undefined;
    return { packet, question, name: question.name.toLowerCase().replace(/\.$/, "") };
  } catch {
    return undefined;
  }
}

/** The zone's answer. `extra`: what the target of a CNAME resolves to. */
export function zoneAnswer(query: Query, found: Found, zone: string, extra: readonly Answer[] = []): Packet {
  const soa: Answer = {
    type: "SOA",
    name: zone,
    ttl: TTL_SECONDS,
    data: {
      mname: `ns.dns.${zone}`,
      rname: `hostmaster.${zone}`,
      serial: 1,
      refresh: 7200,
      retry: 1800,
      expire: 86_400,
      minimum: TTL_SECONDS,
    },
  };
  return {
    ...reply(query, RCODES[found.code], AUTHORITATIVE_ANSWER),
    answers: [...found.answers.map((record) => toAnswer(record, query.question.name)), ...extra],
    authorities: found.answers.length === 0 ? [soa] : [],
    additionals: [...found.additionals.map((record) => toAnswer(record, record.name)), ...optionsOf(query)],
  };
}

/** An answer without content. */
export function emptyAnswer(query: Query, code: keyof typeof RCODES): Packet {
  return { ...reply(query, RCODES[code], 0), additionals: optionsOf(query) };
}

/** As bytes. Over UDP cut to what the client takes: it then asks again over TCP. */
export function toBytes(packet: Packet, query: Query, transport: "udp" | "tcp"): Buffer {
  const bytes = encode(packet);
  if (transport === "tcp" || bytes.length <= udpLimit(query)) return bytes;
  return encode({
    ...packet,
    flags: (packet.flags ?? 0) | TRUNCATED_RESPONSE,
    answers: [],
    authorities: [],
    additionals: optionsOf(query),
  });
}

function reply(query: Query, code: number, flags: number): Packet {
  return {
    type: "response",
    id: query.packet.id ?? 0,
    flags: flags | RECURSION_AVAILABLE | ((query.packet.flags ?? 0) & RECURSION_DESIRED) | code,
    questions: [query.question],
  };
}

/** Case of the question is kept: resolvers compare it. */
function toAnswer(record: DnsRecord, name: string): Answer {
  return { ...record, name, ttl: TTL_SECONDS } as Answer;
}

function optOf(query: Query): OptAnswer | undefined {
  return query.packet.additionals?.find((record): record is OptAnswer => record.type === "OPT");
}

/** Who asks with EDNS0 is answered with EDNS0. */
function optionsOf(query: Query): Answer[] {
  if (optOf(query) === undefined) return [];
  return [
    {
      type: "OPT",
      name: ".",
      udpPayloadSize: UDP_MAX_BYTES,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options: [],
    },
  ];
}

function udpLimit(query: Query): number {
  return Math.min(UDP_MAX_BYTES, Math.max(UDP_MIN_BYTES, optOf(query)?.udpPayloadSize ?? UDP_MIN_BYTES));
}
