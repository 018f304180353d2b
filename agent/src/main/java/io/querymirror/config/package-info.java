/** YAML to immutable settings: every rule about what is valid, with the line of the mistake. */
package io.querymirror.config;
