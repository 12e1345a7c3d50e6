import { engineInfo, matrixProductSpeed, whyNoBf16 } from '#engine';

// Run by `tlc doctor` as a process of its own: a library that cannot be loaded must not end the doctor.
const noBf16 = whyNoBf16();
const probe = {
  ...engineInfo(),
  gflops: matrixProductSpeed(),
  bf16: noBf16 === null ? { gflops: matrixProductSpeed('bf16') } : { reason: noBf16 },
};
process.stdout.write(JSON.stringify(probe));
