/** The tables of a study, by what stands in their file's name after the study's; `tables` makes them. */
export const tableNames = ['', '-training', '-depth', '-puzzles', '-poles', '-impulse', '-positions'] as const;

export type TableName = (typeof tableNames)[number];
