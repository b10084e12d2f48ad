/** The progress bar; loaded when a file is sent before a terminal. */
import progress from 'cli-progress';

export const { MultiBar } = progress;
