/** What an operator asks of a running agent, and how: toggle, reload, JMX, HTTP, limits. */
package io.querymirror.control;
