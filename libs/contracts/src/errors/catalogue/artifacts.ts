import type { ErrorEntry } from './entry.js';

/** Errors of artifacts, files and disks. */
export const ARTIFACTS_ERRORS = {
  ARTIFACT_UNKNOWN: {
    why: 'The store has no artifact of this id.',
    fix: '`tlc artifacts list` shows what is there; the first letters of an id are enough when they are unique.',
  },
  ARTIFACT_ID_INVALID: {
    why: 'What stands for an artifact’s id is none: an id is 64 hexadecimal digits, of which the first are enough.',
    fix: '`tlc artifacts list` shows the ids.',
  },
  EXPORT_FOLDER_NOT_EMPTY: {
    why: 'The folder to export to has files in it, which an export would mix with its own or write over.',
    fix: 'Name a folder that is new or empty.',
  },
  ARTIFACT_CORRUPT: {
    why: 'A file of an artifact is not what was stored: its size or digest differs from the manifest.',
    fix: 'Remove the artifact (`tlc artifacts remove ID`) and run the pipeline again: that step is computed, and what was made of it if it comes out otherwise, as a training that the clock ends does.',
  },
  OBJECT_STORE_FULL: {
    why: 'The object store in which services keep artifacts has no room for another file, or the NATS server has none.',
    fix: 'Remove artifacts (`tlc artifacts list` shows sizes), or give the bucket more: `nats stream edit OBJ_tlc_artifacts --max-bytes=…`; then run the pipeline again: what was made is handed over without being made anew.',
  },
  OBJECT_MISSING: {
    why: 'The object store lacks a file that the manifest of an artifact names: somebody removed it, or the server lost it.',
    fix: 'Remove the artifact (`tlc artifacts remove ID`) and run the pipeline again.',
  },
  OBJECT_CORRUPT: {
    why: 'A file that came from the object store has another size or digest than the manifest of its artifact says.',
    fix: 'Remove the artifact (`tlc artifacts remove ID`) and run the pipeline again; where it happens again, check the disk of the NATS server.',
  },
  ARTIFACT_WRONG_KIND: {
    why: 'An artifact is of another kind than is needed here.',
    fix: 'Name an artifact of the kind that the message asks for.',
  },
  DISK_READ_ONLY: {
    why: 'The file system is mounted read-only.',
    fix: 'Mount it for writing, or set TLC_HOME to a folder on another one.',
  },
  FILES_TOO_MANY: {
    why: 'This process, or the machine, has as many files open as it may.',
    fix: 'Raise the limit (`ulimit -n 65536`), or run fewer pipelines at a time; what waits goes on by itself.',
  },
  DISK_FULL: {
    why: 'The disk is full. What was half-written has been removed; finished results are untouched.',
    fix: 'Free space (`tlc artifacts list` shows sizes), then run the pipeline again: it goes on where it stopped.',
  },
  FILE_MISSING: {
    why: 'A file or folder does not exist or cannot be read.',
    fix: 'Check the path; paths are relative to the folder that the service runs in.',
  },
  INPUT_OUTSIDE: {
    why: 'A path leads, itself or by a link, out of the folders that inputs of jobs may come from. Whether it exists is not said.',
    fix: 'Put the files into one of those folders, or start the services with TLC_INPUT_ROOTS, folders separated by a colon.',
  },
  INPUT_NOT_REGULAR: {
    why: 'A path leads to a pipe, a socket, a device or a file of the system, or to a folder where a file is needed.',
    fix: 'Name a regular file, or where it is asked for a folder of such files.',
  },
  FILE_NOT_UTF8: {
    why: 'A text file is not valid UTF-8.',
    fix: 'Convert the file to UTF-8, for instance with iconv.',
  },
  FILE_DAMAGED: {
    why: 'A gzip or Parquet file is truncated or broken, or becomes far larger than data does when it is decompressed.',
    fix: 'Fetch the file again; `gzip -t FILE` checks a gzip file.',
  },
  FILE_EMPTY: {
    why: 'A data file has no rows.',
    fix: 'Check that the file is whole and that it is the one that was meant.',
  },
  DATASET_TOO_LARGE: {
    why: 'What has to be held of a data file in memory at once is larger than can be: all its texts, or one line.',
    fix: 'Take a part of the file, or a process with a larger heap (NODE_OPTIONS=--max-old-space-size=MB); where a line is named, check that the file is text and that LF ends its lines.',
  },
} as const satisfies Record<string, ErrorEntry>;
