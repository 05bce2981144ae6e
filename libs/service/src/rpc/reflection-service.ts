import {
  ServerReflectionDefinition,
  type ServerReflectionRequest,
  type ServerReflectionResponse,
} from "@flotilla/contracts/gen/grpc/reflection/v1/reflection.js";
import { ServerReflectionDefinition as AlphaDefinition } from "@flotilla/contracts/gen/grpc/reflection/v1alpha/reflection.js";
import type { Registration } from "./contract.js";
import type { DescriptorIndex } from "./descriptor-index.js";
import { register } from "./registration.js";
import { RpcCode } from "./rpc-error.js";

type Answer = NonNullable<ServerReflectionResponse["messageResponse"]>;

/**
 * Server reflection, under its present and its old name. Descriptors are read at the first question, so a program
 * that nobody asks does not hold them.
 */
export function reflectionServices(services: readonly string[]): Registration[] {
  let index: Promise<DescriptorIndex> | undefined;
  const loadIndex = (): Promise<DescriptorIndex> =>
    (index ??= import("./descriptor-index.js").then((module) => module.loadDescriptorIndex()));
  const names = [...services, ServerReflectionDefinition.fullName, AlphaDefinition.fullName];
  async function* serverReflectionInfo(
    requests: AsyncIterable<ServerReflectionRequest>,
  ): AsyncGenerator<ServerReflectionResponse> {
    for await (const request of requests) {
      yield {
        validHost: request.host,
        originalRequest: request,
        messageResponse: answer(request, names, await loadIndex()),
      };
    }
  }
  return [
    register(ServerReflectionDefinition, { serverReflectionInfo }),
    register(AlphaDefinition, { serverReflectionInfo }),
  ];
}

function answer(
  { messageRequest }: ServerReflectionRequest,
  services: readonly string[],
  index: DescriptorIndex,
): Answer {
  switch (messageRequest?.$case) {
    case "listServices":
      return { $case: "listServicesResponse", value: { service: services.map((name) => ({ name })) } };
    case "fileByFilename":
      return files(index.filesByName(messageRequest.value), messageRequest.value);
    case "fileContainingSymbol":
      return files(index.filesBySymbol(messageRequest.value), messageRequest.value);
    case "allExtensionNumbersOfType":
    case "fileContainingExtension":
      return failure(RpcCode.NOT_FOUND, "the contracts have no extensions");
    default:
      return failure(RpcCode.INVALID_ARGUMENT, "the request holds no question");
  }
}

function files(found: readonly Uint8Array[] | undefined, name: string): Answer {
  if (found === undefined) return failure(RpcCode.NOT_FOUND, `${name} is not known`);
  return { $case: "fileDescriptorResponse", value: { fileDescriptorProto: found.map((bytes) => Buffer.from(bytes)) } };
}

function failure(errorCode: number, errorMessage: string): Answer {
  return { $case: "errorResponse", value: { errorCode, errorMessage } };
}
