/** The command line of the agent's jar. */
package io.querymirror.cli;
