import type { DataSource } from 'typeorm';

/** A row as PostgreSQL's `json_agg` gives it: columns by their own names, instants as text. */
export type JsonRow = Readonly<Record<string, unknown>>;

/**
 * The select list of an entity, every column under its property's name, for statements of one's own: building rows
 * through the ORM costs several times the query itself.
 */
export function selectList(dataSource: DataSource, entity: new () => object): string {
  const { columns, tableName } = dataSource.getMetadata(entity);
  return columns
    .map(({ databaseName, propertyName }) => `${tableName}.${databaseName} AS "${propertyName}"`)
    .join(', ');
}

/** The entity that a row of JSON stands for. */
export function entityOf<T extends object>(dataSource: DataSource, entity: new () => T, row: JsonRow): T {
  const members = dataSource.getMetadata(entity).columns.map(({ databaseName, propertyName, type }) => {
    const value = row[databaseName];
    return [propertyName, type === 'timestamptz' && typeof value === 'string' ? new Date(value) : value];
  });
  return Object.fromEntries(members) as T;
}
