export {};
//# sourceMappingURL=machinery.js.map