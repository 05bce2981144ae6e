import { fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type DescriptorProto,
  type FileDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { descriptorSetBase64 } from "@flotilla/contracts/gen/descriptor-set.js";

/** Finds the files of the contracts, each encoded as a FileDescriptorProto. The file asked for comes first, then its imports. */
export interface DescriptorIndex {
  filesByName(name: string): readonly Uint8Array[] | undefined;
  /** By the full name of a service, method, message, field or enum. */
  filesBySymbol(symbol: string): readonly Uint8Array[] | undefined;
}

export function loadDescriptorIndex(): DescriptorIndex {
  const { file: files } = fromBinary(FileDescriptorSetSchema, Buffer.from(descriptorSetBase64, "base64"));
  const byName = new Map(files.map((file) => [file.name, file]));
  const fileOfSymbol = new Map(files.flatMap((file) => symbolsOf(file).map((symbol) => [symbol, file.name] as const)));
  const filesByName = (name: string): readonly Uint8Array[] | undefined => {
    if (!byName.has(name)) return undefined;
    return withImports(name, byName).map((file) => toBinary(FileDescriptorProtoSchema, file));
  };
  return {
    filesByName,
    filesBySymbol(symbol) {
      // Fields and methods are found by what holds them.
      for (let name = symbol; name !== ""; name = name.slice(0, Math.max(0, name.lastIndexOf(".")))) {
        const file = fileOfSymbol.get(name);
        if (file !== undefined) return filesByName(file);
      }
      return undefined;
    },
  };
}

function symbolsOf(file: FileDescriptorProto): string[] {
  const prefix = file.package === "" ? "" : `${file.package}.`;
  return [
    ...file.service.map((service) => prefix + service.name),
    ...file.enumType.map((type) => prefix + type.name),
    ...file.messageType.flatMap((message) => messageSymbols(message, prefix)),
  ];
}

function messageSymbols(message: DescriptorProto, prefix: string): string[] {
  const name = prefix + message.name;
  return [
    name,
    ...message.nestedType.flatMap((nested) => messageSymbols(nested, `${name}.`)),
    ...message.enumType.map((type) => `${name}.${type.name}`),
  ];
}

function withImports(name: string, byName: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const found = new Map<string, FileDescriptorProto>();
  const visit = (fileName: string): void => {
    const file = byName.get(fileName);
    if (file === undefined || found.has(fileName)) return;
    found.set(fileName, file);
    file.dependency.forEach(visit);
  };
  visit(name);
  return [...found.values()];
}
