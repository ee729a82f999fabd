/** A value that is there, or will be: what schemas, journals and tools of users may give. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Goes on with a value at once when it is there: a promise for nothing costs more than the work itself. */
export function andThen<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** All values, at once when all are there. */
export function allOf<Value>(values: readonly MaybePromise<Value>[]): MaybePromise<readonly Value[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as readonly Value[]); // none is a promise
}
