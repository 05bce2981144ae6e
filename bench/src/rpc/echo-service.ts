import type { MessageCodec } from "@flotilla/service";

/** Messages stay bytes: what is measured is the transport. */
const rawCodec: MessageCodec<Uint8Array> = {
  encode: (message) => ({ finish: () => message }),
  decode: (input) => input,
};

const types = { requestType: rawCodec, responseType: rawCodec, options: {} };

/** Answers with what it was asked, once or as often as the first byte of it says in thousands. */
export const Echo = {
  name: "Echo",
  fullName: "flotilla.bench.Echo",
  methods: {
    echo: { name: "Echo", requestStream: false, responseStream: false, ...types },
    repeat: { name: "Repeat", requestStream: false, responseStream: true, ...types },
  },
} as const;
