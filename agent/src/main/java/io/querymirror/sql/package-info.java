/** What one pass over a statement's text tells: digest, kind, control, tables. */
package io.querymirror.sql;
