/** Verdicts, and the report that is written for people and programs. */
package io.querymirror.report;
