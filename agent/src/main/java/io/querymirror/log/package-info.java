/** What SLF4J calls inside the agent: lines on standard error. */
package io.querymirror.log;
