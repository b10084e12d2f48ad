/** The argument parser. The build bundles each module of this folder, so that no package is installed for the command. */
export { Command, CommanderError, Option } from 'commander';
