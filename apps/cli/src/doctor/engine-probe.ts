import { engineInfo, matrixProductSpeed } from '#engine';

// Run by `tlc doctor` as a process of its own: a library that cannot be loaded must not end the doctor.
process.stdout.write(JSON.stringify({ ...engineInfo(), gflops: matrixProductSpeed() }));
