/** Name of a warning of Node's that concerns every job of a process, such as what computes there. */
export const NOTICE = 'TlcNotice';

const BEGINNING = 'Notice: ';

/** A notice as a line in the log of each of its jobs. */
export const noticeLine = (message: string): string => BEGINNING + message;

/** Whether a log line is a notice: whoever follows a run shows equal ones once. */
export const isNotice = (text: string): boolean => text.startsWith(BEGINNING);
