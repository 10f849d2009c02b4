// Which way a reader goes through the lessons. By itself, since views beside the lessons have their steps too.

class Way {
  /** Along the first steps, until a lesson is opened by its name: from a link, a week or beside them. */
  byPath = $state(true);
}

export const way = new Way();
