package io.querymirror.catalog;

import io.querymirror.model.Execution;

/** How to tell what executions of one text concern, by the schema as it is known. */
interface Plan {
  Concerned of(Execution e);
}
