/**
 * An application whose sessions contend for the same rows, for tests of what a target makes of it.
 * Plain JDBC and threads; it knows nothing of the agent.
 */
package com.example.contend;
