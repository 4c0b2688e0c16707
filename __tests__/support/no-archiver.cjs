/* Stands in for what zips assets for cdktf: no stack has one, and each test that loads cdktf would load it, for a quarter of a second. */
module.exports = () => {
  throw new Error(
    "Tests have cdktf zip assets in a process of its own, as __tests__/synthesis/package-loading.test.ts does.",
  );
};
