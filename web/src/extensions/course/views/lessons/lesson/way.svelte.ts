// Which way a reader goes through the lessons. By itself, since views beside the lessons have their steps too.

class Way {
  byPath = $state(true); // along the first steps, until a lesson beside them is opened
}

export const way = new Way();
