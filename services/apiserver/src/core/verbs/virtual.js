export {};
//# sourceMappingURL=virtual.js.map