/** What inlined code calls, from every class loader: Java 8, and nothing but {@code java.lang}. */
package io.querymirror.bootstrap;
