import type { MessageCodec } from "../rpc/contract.js";

export interface Note {
  text: string;
}

/** A message with one string: enough to see that a codec was used. */
const noteCodec: MessageCodec<Note> = {
  encode: (note) => ({ finish: () => new TextEncoder().encode(note.text) }),
  decode: (bytes) => ({ text: new TextDecoder().decode(bytes) }),
};

const types = { requestType: noteCodec, responseType: noteCodec, options: {} };

/** A contract with one RPC of each kind, to try channels and servers with. */
export const Notes = {
  name: "Notes",
  fullName: "flotilla.test.Notes",
  methods: {
    echo: { name: "Echo", requestStream: false, responseStream: false, ...types },
    join: { name: "Join", requestStream: true, responseStream: false, ...types },
    count: { name: "Count", requestStream: false, responseStream: true, ...types },
    chat: { name: "Chat", requestStream: true, responseStream: true, ...types },
    absent: { name: "Absent", requestStream: false, responseStream: false, ...types },
  },
} as const;
