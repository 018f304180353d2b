/**
 * All that the application's class loader can see of the agent: where the JVM enters it. Java 8.
 */
package io.querymirror.entry;
