/** The CSV parser; loaded when a CSV file is sent. */
export { CsvError, parse } from 'csv-parse';
